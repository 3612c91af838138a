package org.octet.engines.decoders.internal;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;

/** Boxes of one inference before non-maximum suppression. Not thread-safe. */
final class Candidates {
  private final Frame frame;
  private final DetectionLimits limits;
  private final List<Box> boxes = new ArrayList<>();

  Candidates(Frame frame, DetectionLimits limits) {
    this.frame = frame;
    this.limits = limits;
  }

  /** Whether a score is high enough; NaN is not. */
  boolean scoreCounts(double score) {
    return score > limits.score();
  }

  /**
   * Adds a box with a score that counts, in pixels of the input. A box whose corners are not finite
   * is nowhere, and is left out.
   */
  void add(int classIndex, double score, double left, double top, double right, double bottom) {
    if (Double.isFinite(left + top + right + bottom)) {
      boxes.add(frame.toPicture(new Box(classIndex, score, left, top, right, bottom)));
    }
  }

  /** Adds a box by its centre and size, in pixels of the input. */
  void addCentred(int classIndex, double score, double x, double y, double width, double height) {
    add(classIndex, score, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  /** Adds a box by its corners relative to the input's size. */
  void addRelative(
      int classIndex, double score, double left, double top, double right, double bottom) {
    double width = frame.width();
    double height = frame.height();
    add(classIndex, score, left * width, top * height, right * width, bottom * height);
  }

  /** The boxes that remain. */
  Boxes suppressed() {
    return new Boxes(boxes).suppressed(limits.iou(), limits.perClass(), limits.boxes());
  }
}
