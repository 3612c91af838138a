package org.octet.engines.metrics.internal;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Target;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * Top-k accuracy: the share of samples whose true class is among the k largest scores, as a
 * fraction. All elements of the output, whatever its shape, are the classes in C order. Among equal
 * scores the lower index is the better one, as in a stable sort by falling score; a NaN is worse
 * than any number. Not thread-safe, as {@link Metric} says.
 */
final class Accuracy implements Metric {
  static final String NAME = "accuracy";

  private final int topK;
  private final String output;
  private final int labelOffset;
  private long hits;
  private long samples;

  Accuracy(Parameters p) {
    topK = p.integer("topK");
    output = p.has("output") ? p.string("output") : null;
    labelOffset = p.integer("labelOffset");
  }

  /**
   * {@inheritDoc}
   *
   * @param truth a class label, or the class scores of another model, whose best class is true
   * @throws InputException when the truth is neither, its class is no class of the output, or the
   *     output is not there or not numeric
   */
  @Override
  public void update(Prediction prediction, Annotation truth) {
    Tensor scores = scores(prediction.outputs());
    int classes = Elements.count(scores);
    int wanted =
        truth instanceof Target target ? best(target.tensor(), classes) : label(truth, classes);
    int rank = rank(Elements.of(NAME, scores), classes, wanted);
    samples++;
    if (rank < topK) {
      hits++;
    }
  }

  private int label(Annotation truth, int classes) {
    int index = Ask.truth(NAME, ClassLabel.class, truth).index();
    int wanted = index + labelOffset;
    if (wanted < 0 || wanted >= classes) {
      throw new InputException(
          "label %d%s is no class of the model's %d classes (0 to %d); see labels and label-offset"
              .formatted(
                  index,
                  labelOffset == 0 ? "" : " + label-offset " + labelOffset,
                  classes,
                  classes - 1));
    }
    return wanted;
  }

  private static int best(Tensor reference, int classes) {
    if (Elements.count(reference) != classes) {
      throw new InputException(
          "metric 'accuracy': the model has %d classes, the reference is %s"
              .formatted(classes, reference));
    }
    return Elements.argMax(Elements.of(NAME, reference), 0, classes, 1);
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
    return NAME + "@top" + topK;
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
}
