package org.octet.api.statistics;

import java.util.List;

/** What is taken of a tensor per sample, over all axes but the kept one. The set is closed. */
public sealed interface Reducer {
  /** The least value. */
  record Minimum() implements Reducer {}

  /** The largest value. */
  record Maximum() implements Reducer {}

  /** The largest magnitude. */
  record AbsMaximum() implements Reducer {}

  /** The arithmetic mean. */
  record Mean() implements Reducer {}

  /**
   * A quantile of the values (linear interpolation, as NumPy's default).
   *
   * @param probability from 0 to 1
   */
  record Quantile(double probability) implements Reducer {}

  /**
   * A quantile of the magnitudes.
   *
   * @param probability from 0 to 1
   */
  record AbsQuantile(double probability) implements Reducer {}

  /**
   * The mean of what each offset of a convolution's kernel sees of a zero-padded tensor {@code [N,
   * C, spatial axes]} of fixed spatial extents, kept per channel of axis 1. The answer holds {@code
   * offsets * C} values, the channels of the first offset first; offsets are in C order. With it
   * the mean of the convolution's result is {@code sum over offsets and channels of weight * mean},
   * exactly.
   *
   * @param windows one per spatial axis, outermost first
   */
  record WindowMean(List<Window> windows) implements Reducer {
    /** Copies the list. */
    public WindowMean {
      windows = List.copyOf(windows);
    }

    /** Number of offsets of the kernel. */
    public int offsets() {
      return windows.stream().mapToInt(Window::kernel).reduce(1, Math::multiplyExact);
    }
  }

  /** See {@link Minimum}. */
  Reducer MIN = new Minimum();

  /** See {@link Maximum}. */
  Reducer MAX = new Maximum();

  /** See {@link AbsMaximum}. */
  Reducer ABS_MAX = new AbsMaximum();

  /** See {@link Mean}. */
  Reducer MEAN = new Mean();
}
