package org.octet.engines.decoders.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;

/**
 * Which boxes of a detector are kept.
 *
 * @param score boxes must be above this score
 * @param iou of two boxes that overlap by more than this intersection over union the lesser goes
 * @param perClass whether only boxes of one class are compared
 * @param boxes boxes kept at most
 */
record DetectionLimits(double score, double iou, boolean perClass, int boxes) {
  private static final int MOST_BOXES = 100_000;

  static DetectionLimits of(Parameters p) {
    return new DetectionLimits(
        p.number("scoreThreshold"),
        p.number("iouThreshold"),
        p.bool("perClass"),
        p.integer("limit"));
  }

  static Parameter scoreThreshold(double value) {
    return Parameter.number(
        "scoreThreshold", value, 0, 1, "boxes with a score up to this are left out");
  }

  static Parameter iouThreshold(double value) {
    return Parameter.number(
        "iouThreshold",
        value,
        0,
        1,
        "of two boxes whose intersection over union is above this, the one with the lower score is"
            + " left out; 1 keeps all");
  }

  static Parameter byClass() {
    return Parameter.bool("perClass", true, "only boxes of the same class are compared");
  }

  static Parameter limit(int value) {
    return Parameter.integer(
        "limit", value, 1, MOST_BOXES, "boxes of a sample at most, those with the highest scores");
  }
}
