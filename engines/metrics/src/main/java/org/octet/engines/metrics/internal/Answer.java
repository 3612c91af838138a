package org.octet.engines.metrics.internal;

import java.util.function.IntToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Target;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Tensor;

/**
 * Yes or no, and how sure.
 *
 * @param score the higher, the more it is yes
 * @param yes the decision
 */
record Answer(double score, boolean yes) {
  /**
   * How answers are read. A single number is yes from the threshold on; of class scores the
   * positive class must be the best, and the score is its lead over the best other one.
   *
   * @param metric name of the metric, for messages
   * @param output where they stand in outputs that are not decoded
   * @param positive class that means yes
   * @param threshold for single numbers
   */
  record Reader(String metric, OutputChoice output, int positive, double threshold) {
    /** The answer of a model. */
    Answer of(Prediction prediction) {
      return prediction
          .decoded()
          .map(this::of)
          .orElseGet(() -> of(output.in(prediction.outputs())));
    }

    /**
     * The answer in an annotation.
     *
     * @throws InputException when there is none, or it is not a number
     */
    Answer of(Annotation annotation) {
      if (annotation instanceof ClassLabel label) {
        boolean yes = label.index() == positive;
        return new Answer(yes ? 1 : 0, yes);
      }
      if (annotation instanceof Score score) {
        return of(score.value());
      }
      if (annotation instanceof Target target) {
        return of(target.tensor());
      }
      throw Ask.wrongTruth(metric, "a class label or a number", annotation);
    }

    private Answer of(Tensor scores) {
      IntToDoubleFunction values = Elements.of(metric, scores);
      int classes = Elements.count(scores);
      if (classes == 1) {
        return of(values.applyAsDouble(0));
      }
      if (positive >= classes) {
        throw new InputException(
            "metric '%s': positive=%d is no class of the output %s (0 to %d)"
                .formatted(metric, positive, scores, classes - 1));
      }
      double others = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < classes; i++) {
        others = i == positive ? others : Math.max(others, values.applyAsDouble(i));
      }
      boolean yes = Elements.argMax(values, 0, classes, 1) == positive;
      return finite(values.applyAsDouble(positive) - others, yes);
    }

    private Answer of(double value) {
      return finite(value, value >= threshold);
    }

    private Answer finite(double score, boolean yes) {
      if (Double.isNaN(score)) {
        throw new InputException("metric '%s': a score is not a number (NaN)".formatted(metric));
      }
      return new Answer(score, yes);
    }
  }
}
