package org.octet.engines.metrics.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The boxes of one class, of all pictures. Not thread-safe. */
final class ClassTally {
  private final List<Found> found = new ArrayList<>();
  private final long[] objects;

  /**
   * @param groups numbers of true objects that are counted apart, such as by size
   */
  ClassTally(int groups) {
    objects = new long[groups];
  }

  void add(Found box) {
    found.add(box);
  }

  void addObject(int group) {
    objects[group]++;
  }

  /** True objects of a group that have to be found. */
  long objects(int group) {
    return objects[group];
  }

  /**
   * Precision and recall for one criterion.
   *
   * @param criterion bit of {@link Found}
   * @param group group of true objects, of which there is at least one
   * @param limit boxes of a picture that count at most
   */
  PrecisionRecall curve(int criterion, int group, int limit) {
    PrecisionRecall curve = new PrecisionRecall(objects[group], found.size());
    for (Found box : found) {
      if (box.rank() < limit && !box.isIgnored(criterion)) {
        curve.add(box.isHit(criterion));
      }
    }
    return curve;
  }

  /** Brings the boxes into falling order of their score; equal ones stay in order. */
  void sort() {
    found.sort(Comparator.comparingDouble(Found::score).reversed());
  }
}
