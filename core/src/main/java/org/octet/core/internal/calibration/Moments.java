package org.octet.core.internal.calibration;

import java.util.Arrays;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.Shape;

/**
 * Second moments of what the output positions of a layer read, of one raw tensor; see {@link
 * Reducer.SecondMoment}. Immutable.
 */
final class Moments {
  /** Steps of this share of the whole spread over it evenly and in no grid (golden ratio). */
  private static final double GOLDEN = 0.6180339887498949;

  private static final int AT_ONCE = 4;

  private final Reducer.SecondMoment what;
  private final int axis;
  private final int channels;

  Moments(Reducer.SecondMoment what, int axis, int channels) {
    this.what = what;
    this.axis = axis;
    this.channels = channels;
  }

  /** Values along one side of a group's matrix. */
  static int side(Reducer.SecondMoment what, int channels) {
    return channels / what.groups() * what.offsets();
  }

  /** Number of values. */
  static int length(Reducer.SecondMoment what, int channels) {
    int side = side(what, channels);
    return Math.multiplyExact(what.groups(), Math.multiplyExact(side, side));
  }

  /** Puts the moments of a tensor into {@code vector} from {@code offset} on. */
  void measure(float[] values, Shape shape, float[] vector, int offset) {
    int side = side(what, channels);
    float[][] read = new float[AT_ONCE][channels * what.offsets()];
    int all = what.windows().isEmpty() ? values.length / channels : outputs(shape);
    int taken = Math.min(all, what.positions());
    Arrays.fill(vector, offset, offset + length(what, channels), 0);
    for (int i = 0; i < taken; i += AT_ONCE) {
      for (int r = 0; r < AT_ONCE; r++) {
        read(values, shape, i + r, taken, all, read[r]);
      }
      for (int g = 0; g < what.groups(); g++) {
        add(read, g * side, side, vector, offset + g * side * side);
      }
    }
    for (int g = 0; g < what.groups(); g++) {
      finish(vector, offset + g * side * side, side, taken);
    }
  }

  /** Reads the position of a number; zeros behind the last. */
  private void read(float[] values, Shape shape, int number, int taken, int all, float[] read) {
    int position = taken == all ? number : (int) (number * GOLDEN % 1 * all);
    if (number >= taken) {
      Arrays.fill(read, 0);
    } else if (what.windows().isEmpty()) {
      readRow(values, shape, position, read);
    } else {
      readPatch(values, shape, position, read);
    }
  }

  private int outputs(Shape shape) {
    int outputs = 1;
    for (int a = 0; a < what.windows().size(); a++) {
      outputs = Math.multiplyExact(outputs, outputs(shape, a));
    }
    return outputs;
  }

  private int outputs(Shape shape, int a) {
    Window w = what.windows().get(a);
    if (w.outputs() != Integer.MAX_VALUE) {
      return w.outputs();
    }
    long seen = shape.dim(a + 2) + 2L * w.padBegin() - (w.kernel() - 1L) * w.dilation();
    return (int) Math.max(1, (seen - 1) / w.stride() + 1);
  }

  private void readRow(float[] values, Shape shape, int position, float[] read) {
    int inner = 1;
    for (int a = axis + 1; a < shape.rank(); a++) {
      inner *= (int) shape.dim(a);
    }
    int start = position / inner * inner * channels + position % inner;
    for (int c = 0; c < channels; c++) {
      read[c] = values[start + c * inner];
    }
  }

  private void readPatch(float[] values, Shape shape, int position, float[] read) {
    int offsets = what.offsets();
    int plane = 1;
    for (int a = 2; a < shape.rank(); a++) {
      plane *= (int) shape.dim(a);
    }
    for (int tap = 0; tap < offsets; tap++) {
      int at = place(shape, position, tap);
      for (int c = 0; c < channels; c++) {
        read[c * offsets + tap] = at < 0 ? 0 : values[c * plane + at];
      }
    }
  }

  /** Where in a plane an offset of the kernel reads for an output position; -1: padding. */
  private int place(Shape shape, int position, int tap) {
    int at = 0;
    int stride = 1;
    int p = position;
    int t = tap;
    for (int a = what.windows().size() - 1; a >= 0; a--) {
      Window w = what.windows().get(a);
      int extent = (int) shape.dim(a + 2);
      int outputs = outputs(shape, a);
      int x = p % outputs * w.stride() + t % w.kernel() * w.dilation() - w.padBegin();
      if (x < 0 || x >= extent) {
        return -1;
      }
      at += x * stride;
      stride *= extent;
      p /= outputs;
      t /= w.kernel();
    }
    return at;
  }

  /** Adds the upper triangle of {@code x x'} for each x; several at once spare visits of sums. */
  private static void add(float[][] x, int from, int side, float[] sums, int offset) {
    float[] x0 = x[0];
    float[] x1 = x[1];
    float[] x2 = x[2];
    float[] x3 = x[3];
    for (int a = from; a < from + side; a++) {
      float a0 = x0[a];
      float a1 = x1[a];
      float a2 = x2[a];
      float a3 = x3[a];
      if (a0 != 0 || a1 != 0 || a2 != 0 || a3 != 0) {
        int row = offset + (a - from) * side - from;
        for (int b = a; b < from + side; b++) {
          sums[row + b] += a0 * x0[b] + a1 * x1[b] + a2 * x2[b] + a3 * x3[b];
        }
      }
    }
  }

  private static void finish(float[] sums, int offset, int side, int taken) {
    for (int a = 0; a < side; a++) {
      for (int b = a; b < side; b++) {
        float mean = sums[offset + a * side + b] / taken;
        sums[offset + a * side + b] = mean;
        sums[offset + b * side + a] = mean;
      }
    }
  }
}
