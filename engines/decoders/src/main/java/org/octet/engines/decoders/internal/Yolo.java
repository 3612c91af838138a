package org.octet.engines.decoders.internal;

import java.util.Map;
import java.util.function.Predicate;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * YOLO models as they are exported, with anchors applied: each box is its centre and size in pixels
 * of the input, an object score (form v5 only) and class scores, between 0 and 1. Immutable.
 */
final class Yolo implements Decoder {
  static final String V8 = "v8";
  static final String V5 = "v5";

  private static final String NAME = "yolo";

  private final OutputChoice output;
  private final DetectionLimits limits;
  private final boolean objectScore;

  Yolo(Parameters p) {
    objectScore = p.string("form").equals(V5);
    Predicate<Shape> single = s -> s.rank() == 3 && s.dim(0) == 1 && s.elements() > 0;
    output =
        objectScore
            ? OutputChoice.of(
                p, NAME, "output", "[1,boxes,5 + classes]", single.and(s -> s.dim(2) > 5))
            : OutputChoice.of(
                p, NAME, "output", "[1,4 + classes,boxes]", single.and(s -> s.dim(1) > 4));
    limits = DetectionLimits.of(p);
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    Tensor tensor = output.in(outputs);
    float[] values = OutputChoice.floats(tensor);
    int rows = Math.toIntExact(tensor.shape().dim(1));
    int columns = Math.toIntExact(tensor.shape().dim(2));
    Candidates candidates = new Candidates(Frame.of(sample, NAME), limits);
    if (objectScore) {
      for (int box = 0; box < rows; box++) {
        add(candidates, values, box * columns, 1, columns, 5);
      }
    } else {
      for (int box = 0; box < columns; box++) {
        add(candidates, values, box, columns, rows, 4);
      }
    }
    return candidates.suppressed();
  }

  /** Adds the box whose numbers are {@code step} apart. */
  private static void add(
      Candidates candidates, float[] values, int at, int step, int numbers, int firstClass) {
    double object = firstClass == 5 ? values[at + 4 * step] : 1;
    for (int i = firstClass; i < numbers; i++) {
      double score = object * values[at + i * step];
      if (candidates.scoreCounts(score)) {
        candidates.addCentred(
            i - firstClass,
            score,
            values[at],
            values[at + step],
            values[at + 2 * step],
            values[at + 3 * step]);
      }
    }
  }
}
