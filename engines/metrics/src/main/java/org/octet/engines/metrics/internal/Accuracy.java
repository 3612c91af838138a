package org.octet.engines.metrics.internal;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.tensor.Tensor;

/**
 * Top-k accuracy: the share of samples whose true class is among the k largest scores, as a
 * fraction. All elements of the output, whatever its shape, are the classes in C order. Among equal
 * scores the lower index is the better one, as in a stable sort by falling score; a NaN is worse
 * than any number. Not thread-safe, as {@link Metric} says.
 */
final class Accuracy implements Metric {
  private final int topK;
  private final String output;
  private final int labelOffset;
  private long hits;
  private long samples;

  /**
   * @param topK at least 1
   * @param output name of the output that counts; null: the first with more than one element
   * @param labelOffset added to every label
   */
  Accuracy(int topK, String output, int labelOffset) {
    this.topK = topK;
    this.output = output;
    this.labelOffset = labelOffset;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException when the truth is not a class label, the label is no class of the
   *     output, or the output is not there or not numeric
   */
  @Override
  public void update(Prediction prediction, Annotation truth) {
    if (!(truth instanceof ClassLabel label)) {
      throw new InputException(
          "metric 'accuracy' needs a class label for every sample, this one has %s"
              .formatted(
                  truth == null ? "no annotation" : "a " + truth.getClass().getSimpleName()));
    }
    Tensor scores = scores(prediction.outputs());
    int classes = Math.toIntExact(scores.shape().elements());
    int wanted = label.index() + labelOffset;
    if (wanted < 0 || wanted >= classes) {
      throw new InputException(
          "label %d%s is no class of the model's %d classes (0 to %d); see labels and label-offset"
              .formatted(
                  label.index(),
                  labelOffset == 0 ? "" : " + label-offset " + labelOffset,
                  classes,
                  classes - 1));
    }
    int rank = rank(values(scores), classes, wanted);
    samples++;
    if (rank < topK) {
      hits++;
    }
  }

  /** {@inheritDoc} NaN before the first update. */
  @Override
  public Map<String, Double> values() {
    return Map.of(name(), samples == 0 ? Double.NaN : (double) hits / samples);
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    hits = 0;
    samples = 0;
  }

  private String name() {
    return "accuracy@top" + topK;
  }

  /** Position of the wanted class in a stable sort by falling score. */
  private static int rank(IntToDoubleFunction scores, int classes, int wanted) {
    double own = scores.applyAsDouble(wanted);
    int better = 0;
    for (int i = 0; i < classes; i++) {
      double other = scores.applyAsDouble(i);
      if (other > own
          || Double.isNaN(own) && !Double.isNaN(other)
          || i < wanted && (other == own || Double.isNaN(own) && Double.isNaN(other))) {
        better++;
      }
    }
    return better;
  }

  private Tensor scores(Map<String, Tensor> outputs) {
    if (output != null) {
      Tensor named = outputs.get(output);
      if (named == null) {
        throw new InputException(
            "metric 'accuracy': output=%s is no output of the model; it has %s"
                .formatted(output, String.join(", ", outputs.keySet())));
      }
      return named;
    }
    if (outputs.size() == 1) {
      return outputs.values().iterator().next();
    }
    return outputs.values().stream()
        .filter(t -> t.shape().elements() > 1)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "metric 'accuracy' needs an output with class scores; the outputs are "
                        + outputs));
  }

  private static IntToDoubleFunction values(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    return switch (tensor.type()) {
      case F32 -> i -> bytes.getFloat(4 * i);
      case F64 -> i -> bytes.getDouble(8 * i);
      case I64 -> i -> bytes.getLong(8 * i);
      case I32 -> i -> bytes.getInt(4 * i);
      case I8 -> bytes::get;
      case U8 -> i -> bytes.get(i) & 0xFF;
      default ->
          throw new InputException(
              "metric 'accuracy' cannot read scores of type %s (f32, f64, i64, i32, i8 and u8 it"
                      .formatted(tensor.type().irName())
                  + " can)");
    };
  }
}
