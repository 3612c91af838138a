package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.Broadcasting;
import org.octet.api.tensor.Shape;

/** Takes a value of each channel of a constant. Immutable. */
final class ChannelReduction {
  private static final int LARGEST_ACTIVATION = 255;

  private final float[] values;
  private final Shape shape;
  private final Shape kept;

  /**
   * @param values elements, rows in C order; kept, not copied
   * @param shape their shape
   * @param kept the same with 1 for every axis that is reduced; rank 0: one channel
   */
  ChannelReduction(float[] values, Shape shape, Shape kept) {
    this.values = values;
    this.shape = shape;
    this.kept = kept;
  }

  /**
   * One value per channel, channels in C order; quantiles interpolate as NumPy's default.
   *
   * @throws IllegalArgumentException for a mean
   */
  float[] reduce(Reducer reducer) {
    float[] reduced = new float[Math.toIntExact(kept.elements())];
    if (reducer instanceof Reducer.AbsMaximum) {
      maxima(reduced, 1, true);
    } else if (reducer instanceof Reducer.Maximum) {
      Arrays.fill(reduced, Float.NEGATIVE_INFINITY);
      maxima(reduced, 1, false);
    } else if (reducer instanceof Reducer.Minimum) {
      // the largest of the negated values
      Arrays.fill(reduced, Float.NEGATIVE_INFINITY);
      maxima(reduced, -1, false);
      negate(reduced);
    } else if (reducer instanceof Reducer.Quantile q) {
      quantiles(q.probability(), false, reduced);
    } else if (reducer instanceof Reducer.AbsQuantile q) {
      quantiles(q.probability(), true, reduced);
    } else {
      throw new IllegalArgumentException("reducer " + reducer + " of a weight");
    }
    return reduced;
  }

  // comparisons and not Math.max, which is a call in code that is compiled once only
  private void maxima(float[] reduced, float sign, boolean magnitudes) {
    Broadcasting.each(
        kept,
        shape,
        (from, to, channel, step) -> {
          for (int i = from, c = channel; i < to; i++, c += step) {
            float value = magnitudes ? Math.abs(values[i]) : sign * values[i];
            if (value > reduced[c]) {
              reduced[c] = value;
            }
          }
        });
  }

  private static void negate(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
  }

  private void quantiles(double probability, boolean magnitudes, float[] reduced) {
    int size = values.length / reduced.length;
    float[][] channels = new float[reduced.length][size];
    int[] filled = new int[reduced.length];
    Broadcasting.each(
        kept,
        shape,
        (from, to, channel, step) -> {
          for (int i = from, c = channel; i < to; i++, c += step) {
            channels[c][filled[c]++] = magnitudes ? Math.abs(values[i]) : values[i];
          }
        });
    for (int c = 0; c < reduced.length; c++) {
      Arrays.sort(channels[c]);
      double at = probability * (size - 1);
      int below = (int) at;
      double low = channels[c][below];
      double high = channels[c][Math.min(below + 1, size - 1)];
      reduced[c] = (float) (low + (high - low) * (at - below));
    }
  }

  /**
   * Which channels have two codes of one sign whose products with 255 do not fit into 16 bits
   * together; products of opposite signs always do. Which codes meet depends on the kernel, so that
   * any two may.
   *
   * @param bounds upper bounds per channel, of ranges around zero
   * @param levels odd number of codes
   */
  boolean[] saturates(float[] bounds, long levels) {
    int[][] largest = new int[2 * bounds.length][2];
    long steps = levels / 2;
    Broadcasting.each(
        kept,
        shape,
        (from, to, channel, step) -> {
          for (int i = from, c = channel; i < to; i++, c += step) {
            int code =
                (int) Math.min(steps, Math.rint(Math.abs((double) values[i]) * steps / bounds[c]));
            add(code, largest[values[i] < 0 ? 2 * c + 1 : 2 * c]);
          }
        });
    boolean[] saturates = new boolean[bounds.length];
    for (int i = 0; i < largest.length; i++) {
      saturates[i / 2] |= LARGEST_ACTIVATION * (largest[i][0] + largest[i][1]) > Short.MAX_VALUE;
    }
    return saturates;
  }

  private static void add(int code, int[] largest) {
    if (code > largest[0]) {
      largest[1] = largest[0];
      largest[0] = code;
    } else {
      largest[1] = Math.max(largest[1], code);
    }
  }
}
