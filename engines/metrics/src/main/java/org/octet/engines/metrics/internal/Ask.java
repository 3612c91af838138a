package org.octet.engines.metrics.internal;

import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;

/** Asks predictions and truths for the kind of annotation that a metric compares. Stateless. */
final class Ask {
  private Ask() {}

  /**
   * The truth.
   *
   * @throws InputException when it is of another kind
   */
  static <T extends Annotation> T truth(String metric, Class<T> kind, Annotation truth) {
    if (!kind.isInstance(truth)) {
      throw wrongTruth(metric, words(kind), truth);
    }
    return kind.cast(truth);
  }

  /** A complaint about a truth of the wrong kind. */
  static InputException wrongTruth(String metric, String needed, Annotation truth) {
    return new InputException(
        ("metric '%s' needs %s for every sample, this one has %s: choose another metric, or a"
                + " data loader that gives it")
            .formatted(metric, needed, truth == null ? "no annotation" : words(truth.getClass())));
  }

  /**
   * What the outputs mean.
   *
   * @throws InputException when they are not decoded, or to another kind
   */
  static <T extends Annotation> T decoded(String metric, Class<T> kind, Prediction prediction) {
    Annotation decoded = prediction.decoded().orElse(null);
    if (!kind.isInstance(decoded)) {
      throw new InputException(
          ("metric '%s' compares %s, and the outputs are %s: name a decoder for the model that"
                  + " gives it, such as decoder=%s")
              .formatted(
                  metric,
                  words(kind),
                  decoded == null ? "not decoded" : "decoded to " + words(decoded.getClass()),
                  decoder(kind)));
    }
    return kind.cast(decoded);
  }

  private static String words(Class<? extends Annotation> kind) {
    return switch (kind.getSimpleName()) {
      case "ClassLabel" -> "a class label (ClassLabel)";
      case "Boxes" -> "boxes (Boxes)";
      case "Mask" -> "a mask of classes (Mask)";
      case "Score" -> "a number (Score)";
      case "Target" -> "a tensor (Target)";
      default -> "a " + kind.getSimpleName();
    };
  }

  private static String decoder(Class<? extends Annotation> kind) {
    return switch (kind.getSimpleName()) {
      case "Boxes" -> "yolox";
      case "Score" -> "score";
      default -> "argmax";
    };
  }
}
