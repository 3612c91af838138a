package org.octet.engines.metrics.internal;

import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;

/**
 * A decoded mask and the true one, of the same size.
 *
 * @param guess classes that were seen
 * @param truth classes that are
 * @param ignored class of the truth that does not count; negative: none
 * @param extents height and width, or depth, height and width
 */
record MaskPair(int[] guess, int[] truth, int ignored, long[] extents) {
  /** Takes the classes of one pixel or voxel. */
  interface PlaceConsumer {
    void take(int truth, int guess);
  }

  /** The parameter {@code border}. */
  static Parameter border() {
    return Parameter.integer(
        "border", 0, 0, 1_000_000, "pixels or voxels at every edge that do not count");
  }

  /**
   * The masks of a sample.
   *
   * @throws InputException when there are no two masks of the same size
   */
  static MaskPair of(String metric, Prediction prediction, Annotation truth) {
    Mask wanted = Ask.truth(metric, Mask.class, truth);
    Mask given = Ask.decoded(metric, Mask.class, prediction);
    Elements.sameShape(metric, given.classes(), wanted.classes());
    return new MaskPair(
        Elements.integers(metric, given.classes()),
        Elements.integers(metric, wanted.classes()),
        wanted.ignoreIndex(),
        Elements.trimmed(wanted.classes().shape()));
  }

  /** Number of places, with those that do not count. */
  int size() {
    return truth.length;
  }

  /** Gives every place that counts. */
  void forEach(int border, PlaceConsumer consumer) {
    if (extents.length == 0) {
      // a single place is all border
      forRow(0, border == 0 ? 1 : 0, consumer);
    } else {
      visit(0, 0, border, consumer);
    }
  }

  private void visit(int axis, int at, int border, PlaceConsumer consumer) {
    int extent = (int) extents[axis];
    if (axis == extents.length - 1) {
      forRow(at * extent + border, at * extent + extent - border, consumer);
      return;
    }
    for (int i = border; i < extent - border; i++) {
      visit(axis + 1, at * extent + i, border, consumer);
    }
  }

  private void forRow(int from, int to, PlaceConsumer consumer) {
    for (int i = from; i < to; i++) {
      if (truth[i] != ignored || ignored < 0) {
        consumer.take(truth[i], guess[i]);
      }
    }
  }
}
