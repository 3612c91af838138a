package org.octet.dataloaders.image.internal;

import java.util.Arrays;

/**
 * How one axis is resampled: which neighbouring pixels make each new pixel, and their weights as
 * multiples of 2^-{@value #BITS}. When an axis shrinks, the filter is stretched by the same factor,
 * so that every pixel counts (antialiasing); rounding is that of Pillow's 8-bit resize, whose
 * results these are, to the bit. Immutable.
 *
 * @param length pixels of the new axis
 * @param first first pixel that counts, for each new one
 * @param count how many count
 * @param stride places in {@code weights} from one new pixel to the next
 * @param weights weights of the pixels that count
 */
record Taps(int length, int[] first, int[] count, int stride, int[] weights) {
  /** Fraction bits of a weight: with 8 bits of value and 2 of headroom they fill an int. */
  static final int BITS = 22;

  private static final int HALF = 1 << (BITS - 1);

  /** Interpolation filters, by their value at a distance in pixels. */
  enum Filter {
    /** The triangle of linear interpolation. */
    LINEAR(1) {
      @Override
      double at(double distance) {
        return Math.max(0, 1 - Math.abs(distance));
      }
    },
    /** Cubic convolution with a = -1/2 (Keys 1981). */
    CUBIC(2) {
      @Override
      double at(double distance) {
        double x = Math.abs(distance);
        if (x < 1) {
          return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
      }
    };

    private final int radius;

    Filter(int radius) {
      this.radius = radius;
    }

    abstract double at(double distance);
  }

  /** The taps that turn an axis of {@code from} pixels into one of {@code to}. */
  static Taps of(int from, int to, Filter filter) {
    double scale = (double) from / to;
    double stretch = Math.max(1, scale);
    double support = filter.radius * stretch;
    int stride = 2 * (int) Math.ceil(support) + 1;
    Taps taps = new Taps(to, new int[to], new int[to], stride, new int[to * stride]);
    double[] weights = new double[stride];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int start = Math.max(0, (int) (centre - support + 0.5));
      int n = Math.min(from, (int) (centre + support + 0.5)) - start;
      double sum = 0;
      for (int k = 0; k < n; k++) {
        weights[k] = filter.at((start + k - centre + 0.5) * (1 / stretch));
        sum += weights[k];
      }
      taps.first[i] = start;
      taps.count[i] = n;
      for (int k = 0; k < n; k++) {
        taps.weights[i * stride + k] = fixed(sum == 0 ? weights[k] : weights[k] / sum);
      }
    }
    return taps;
  }

  private static int fixed(double weight) {
    return (int) (weight * (1 << BITS) + (weight < 0 ? -0.5 : 0.5));
  }

  /**
   * Resamples rows.
   *
   * @param pixels rows of interleaved pixels, one after the other
   * @param channels bytes of a pixel
   */
  byte[] rows(byte[] pixels, int width, int height, int channels) {
    byte[] out = new byte[length * height * channels];
    for (int y = 0; y < height; y++) {
      if (channels == 3) {
        row3(pixels, y * width * 3, out, y * length * 3);
      } else {
        row1(pixels, y * width, out, y * length);
      }
    }
    return out;
  }

  private void row3(byte[] pixels, int from, byte[] out, int to) {
    for (int i = 0; i < length; i++) {
      int b = HALF;
      int g = HALF;
      int r = HALF;
      int at = from + 3 * first[i];
      int k = i * stride;
      for (int end = k + count[i]; k < end; k++, at += 3) {
        int weight = weights[k];
        b += weight * (pixels[at] & 0xFF);
        g += weight * (pixels[at + 1] & 0xFF);
        r += weight * (pixels[at + 2] & 0xFF);
      }
      int o = to + 3 * i;
      out[o] = clip(b);
      out[o + 1] = clip(g);
      out[o + 2] = clip(r);
    }
  }

  private void row1(byte[] pixels, int from, byte[] out, int to) {
    for (int i = 0; i < length; i++) {
      int sum = HALF;
      int at = from + first[i];
      int k = i * stride;
      for (int end = k + count[i]; k < end; k++, at++) {
        sum += weights[k] * (pixels[at] & 0xFF);
      }
      out[to + i] = clip(sum);
    }
  }

  /**
   * Resamples columns.
   *
   * @param pixels rows, one after the other
   * @param row bytes of a row
   */
  byte[] columns(byte[] pixels, int row) {
    byte[] out = new byte[length * row];
    int[] sums = new int[row];
    for (int i = 0; i < length; i++) {
      Arrays.fill(sums, HALF);
      for (int k = 0; k < count[i]; k++) {
        add(pixels, (first[i] + k) * row, weights[i * stride + k], sums);
      }
      for (int x = 0; x < row; x++) {
        out[i * row + x] = clip(sums[x]);
      }
    }
    return out;
  }

  private static void add(byte[] pixels, int from, int weight, int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += weight * (pixels[from + x] & 0xFF);
    }
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> BITS));
  }
}
