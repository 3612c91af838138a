package org.octet.algorithms.biascorrection.internal;

import java.util.Arrays;
import java.util.List;
import org.octet.api.model.Operation;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.Shape;

/**
 * Whether the means in the windows of a convolution are taken, or the plain mean for all of its
 * kernel. That is so where both are the same, and for thin convolutions, such as depth-wise ones,
 * on large maps: there the windows would cost much of what the layer costs, and tell little, as
 * they differ in a narrow border only.
 *
 * @param windows of a convolution, one per spatial axis
 * @param extents of its input, one per spatial axis
 * @param outputsPerGroup output channels that read the same input
 */
record WindowChoice(List<Window> windows, int[] extents, long outputsPerGroup) {
  /** A map that is not large, in positions. */
  private static final long SMALL_MAP = 1024;

  /** What the windows may cost on larger ones, in multiply-adds of the layer. */
  private static final double CHEAP = 1.0 / 16;

  /** The share of positions at which an offset sees padding that makes the border a wide one. */
  private static final double WIDE_BORDER = 0.1;

  /** The choice for a convolution of fixed shapes. */
  static WindowChoice of(Operation convolution, List<Window> windows) {
    Shape in = convolution.input(0).source().shape().toShape().orElseThrow();
    Shape weight = convolution.input(1).source().shape().toShape().orElseThrow();
    int[] extents = new int[windows.size()];
    long taps = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = Math.toIntExact(in.dim(axis + 2));
      taps *= windows.get(axis).kernel();
    }
    return new WindowChoice(windows, extents, weight.elements() / taps / in.dim(1));
  }

  boolean worthwhile() {
    boolean small = positions() <= SMALL_MAP;
    return !seesAllOnce() && (small || isCheap() || hasWideBorder());
  }

  private long positions() {
    return Arrays.stream(extents).asLongStream().reduce(1, (a, b) -> a * b);
  }

  private boolean seesAllOnce() {
    boolean all = true;
    for (int axis = 0; axis < extents.length; axis++) {
      Window w = windows.get(axis);
      all &= w.kernel() == 1 && w.stride() == 1 && w.padBegin() == 0;
      all &= w.outputs() == extents[axis];
    }
    return all;
  }

  // per input channel; the innermost axis is reduced first, which is nearly all of the work
  private boolean isCheap() {
    double layer = outputsPerGroup;
    for (int axis = 0; axis < extents.length; axis++) {
      Window w = windows.get(axis);
      layer *= (double) w.kernel() * (w.transposed() ? extents[axis] : w.outputs());
    }
    int innermost = windows.get(windows.size() - 1).kernel();
    return (double) innermost * positions() <= CHEAP * layer;
  }

  private boolean hasWideBorder() {
    double least = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      Window w = windows.get(axis);
      double all = w.transposed() ? extents[axis] : w.outputs();
      for (int offset = 0; offset < w.kernel(); offset++) {
        double seen = Arrays.stream(w.shares(offset, extents[axis])).sum() * w.outputs();
        least = Math.min(least, seen / all);
      }
    }
    return least <= 1 - WIDE_BORDER;
  }
}
