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

  /** The arithmetic mean of the squares. */
  record MeanSquare() implements Reducer {}

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

  /**
   * The second moments of what a layer multiplies its weights with: the mean over output positions
   * of {@code x x'}, where {@code x} are the values of one group that a position reads. They lie in
   * the order of the weight's elements, channels first and offsets of the kernel within, and are
   * zero where the position reads padding. Of windows with {@link Integer#MAX_VALUE} outputs, see
   * {@link Windows#atRunTime}, there are as many as fit, with the same padding at both ends. The
   * answer holds {@code groups * k * k} values, with {@code k} channels per group times offsets.
   * Tensors are {@code [N, C, spatial axes]} with channel axis 1, of which the first of the batch
   * is looked at; without windows any, with the values along the channel axis as {@code x}. No
   * rescaling of the tensor may follow.
   *
   * @param windows one per spatial axis, outermost first; empty for a matrix product
   * @param groups groups of channels, at least 1
   * @param positions positions taken of each sample at most, spread over all of them, at least 1
   */
  record SecondMoment(List<Window> windows, int groups, int positions) implements Reducer {
    /** Copies the list. */
    public SecondMoment {
      windows = List.copyOf(windows);
    }

    /** Number of offsets of the kernel; 1 without windows. */
    public int offsets() {
      return windows.stream().mapToInt(Window::kernel).reduce(1, Math::multiplyExact);
    }
  }

  /**
   * The shares of a whole tensor's values in equally wide bins, which add up to 1. Values outside
   * count to the nearest bin. Samples are averaged whatever the aggregator. No rescaling of the
   * tensor may follow.
   *
   * @param low where the first bin begins
   * @param high where the last bin ends, above {@code low}
   * @param bins number of bins, at least 1
   */
  record Histogram(float low, float high, int bins) implements Reducer {}

  /** See {@link Minimum}. */
  Reducer MIN = new Minimum();

  /** See {@link Maximum}. */
  Reducer MAX = new Maximum();

  /** See {@link AbsMaximum}. */
  Reducer ABS_MAX = new AbsMaximum();

  /** See {@link Mean}. */
  Reducer MEAN = new Mean();

  /** See {@link MeanSquare}. */
  Reducer MEAN_SQUARE = new MeanSquare();
}
