package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.Shape;

/** Takes a value of each channel of a constant. Immutable. */
final class ChannelReduction {
  private static final int LARGEST_ACTIVATION = 255;

  private final float[] values;
  private final Shape shape;
  private final Shape kept;

  private interface Visitor {
    void visit(int channel, float value);
  }

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
      visit((c, v) -> reduced[c] = Math.max(reduced[c], Math.abs(v)));
    } else if (reducer instanceof Reducer.Maximum) {
      Arrays.fill(reduced, Float.NEGATIVE_INFINITY);
      visit((c, v) -> reduced[c] = Math.max(reduced[c], v));
    } else if (reducer instanceof Reducer.Minimum) {
      Arrays.fill(reduced, Float.POSITIVE_INFINITY);
      visit((c, v) -> reduced[c] = Math.min(reduced[c], v));
    } else if (reducer instanceof Reducer.Quantile q) {
      quantiles(q.probability(), false, reduced);
    } else if (reducer instanceof Reducer.AbsQuantile q) {
      quantiles(q.probability(), true, reduced);
    } else {
      throw new IllegalArgumentException("reducer " + reducer + " of a weight");
    }
    return reduced;
  }

  private void quantiles(double probability, boolean magnitudes, float[] reduced) {
    int size = values.length / reduced.length;
    float[][] channels = new float[reduced.length][size];
    int[] filled = new int[reduced.length];
    visit((c, v) -> channels[c][filled[c]++] = magnitudes ? Math.abs(v) : v);
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
    visit(
        (c, v) -> {
          int code = (int) Math.min(steps, Math.rint(Math.abs((double) v) * steps / bounds[c]));
          int[] pair = largest[v < 0 ? 2 * c + 1 : 2 * c];
          if (code > pair[0]) {
            pair[1] = pair[0];
            pair[0] = code;
          } else {
            pair[1] = Math.max(pair[1], code);
          }
        });
    boolean[] saturates = new boolean[bounds.length];
    for (int i = 0; i < largest.length; i++) {
      saturates[i / 2] |= LARGEST_ACTIVATION * (largest[i][0] + largest[i][1]) > Short.MAX_VALUE;
    }
    return saturates;
  }

  private void visit(Visitor visitor) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0 && kept.rank() > 0; axis--) {
      strides[axis] = kept.dim(axis) == 1 ? 0 : stride;
      stride *= Math.toIntExact(kept.dim(axis));
    }
    int[] position = new int[shape.rank()];
    int channel = 0;
    for (float value : values) {
      visitor.visit(channel, value);
      channel = next(position, strides, channel);
    }
  }

  private int next(int[] position, int[] strides, int channel) {
    int index = channel;
    for (int axis = position.length - 1; axis >= 0; axis--) {
      index += strides[axis];
      if (++position[axis] < shape.dim(axis)) {
        return index;
      }
      index -= strides[axis] * position[axis];
      position[axis] = 0;
    }
    return index;
  }
}
