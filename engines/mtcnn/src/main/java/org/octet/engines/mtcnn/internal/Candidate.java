package org.octet.engines.mtcnn.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.octet.api.data.Annotation.Box;

/**
 * A square that may be a face.
 *
 * @param box where, in pixels of the tensor
 * @param shift how a network would move left, top, right and bottom, in widths and heights
 */
record Candidate(Box box, float[] shift) {

  /** The box as the network would move it. */
  Box refined() {
    double width = box.right() - box.left();
    double height = box.bottom() - box.top();
    return new Box(
        box.classIndex(),
        box.score(),
        box.left() + shift[0] * width,
        box.top() + shift[1] * height,
        box.right() + shift[2] * width,
        box.bottom() + shift[3] * height);
  }

  /**
   * The square around the centre of a box whose side is the longer one of the box, its edges moved
   * to those of pixels, as they were when the networks were trained.
   */
  static Box square(Box box) {
    double side = Math.max(box.right() - box.left(), box.bottom() - box.top());
    double left = (box.left() + box.right() - side) / 2;
    double top = (box.top() + box.bottom() - side) / 2;
    return new Box(
        box.classIndex(),
        box.score(),
        Math.rint(left),
        Math.rint(top),
        Math.rint(left + side),
        Math.rint(top + side));
  }

  /** Intersection over the smaller area, from 0 to 1; 0 where one is empty. */
  static double overSmaller(Box a, Box b) {
    double smaller = Math.min(a.area(), b.area());
    return smaller > 0 ? a.intersection(b) / smaller : 0;
  }

  /**
   * Greedy non-maximum suppression: in falling order of the score (ties: the earlier one first), a
   * candidate stays unless it overlaps one that stayed by more than the threshold.
   */
  static List<Candidate> suppressed(List<Candidate> candidates, double threshold) {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble((Candidate c) -> c.box.score()).reversed());
    List<Candidate> kept = new ArrayList<>();
    for (Candidate c : sorted) {
      if (kept.stream().noneMatch(k -> k.box.iou(c.box) > threshold)) {
        kept.add(c);
      }
    }
    return kept;
  }

  /** As {@link #suppressed}, of boxes, by {@link #overSmaller}. */
  static List<Box> suppressedInside(List<Box> boxes, double threshold) {
    List<Box> sorted = new ArrayList<>(boxes);
    sorted.sort(Comparator.comparingDouble(Box::score).reversed());
    List<Box> kept = new ArrayList<>();
    for (Box box : sorted) {
      if (kept.stream().noneMatch(k -> overSmaller(k, box) > threshold)) {
        kept.add(box);
      }
    }
    return kept;
  }
}
