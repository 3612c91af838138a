package org.octet.engines.decoders.internal;

import java.util.Arrays;

/**
 * Bilinear resampling along one axis: a triangle filter with the source's pixels as its unit,
 * widened by the scale when shrinking, so that every source pixel counts. Pixel i lies at i + 0.5.
 * Weights of a target pixel add up to 1; the filter is cut off at the source's edges. Immutable.
 */
final class Resampling {
  private final int[] first;
  private final int taps;
  private final double[] weights;

  private Resampling(int target, int taps) {
    this.first = new int[target];
    this.taps = taps;
    this.weights = new double[target * taps];
  }

  /**
   * The filter for every target pixel.
   *
   * @param source pixels of the source, at least 1
   * @param from where the target begins in the source, in pixels; may lie outside
   * @param to where it ends, above {@code from}
   * @param target pixels of the target, at least 1
   */
  static Resampling of(int source, double from, double to, int target) {
    double scale = (to - from) / target;
    double reach = Math.max(scale, 1);
    Resampling made = new Resampling(target, Math.min(source, (int) Math.ceil(reach) * 2 + 1));
    for (int i = 0; i < target; i++) {
      made.fill(i, from + (i + 0.5) * scale, reach, source);
    }
    return made.trimmed(source);
  }

  private void fill(int target, double centre, double reach, int source) {
    int begin = clamp((int) (centre - reach + 0.5), 0, source - 1);
    int end = clamp((int) (centre + reach + 0.5), begin + 1, source);
    first[target] = begin;
    double sum = 0;
    for (int s = begin; s < end; s++) {
      double weight = Math.max(0, 1 - Math.abs((s - centre + 0.5) * (1 / reach)));
      weights[target * taps + s - begin] = weight;
      sum += weight;
    }
    if (sum == 0) {
      // beyond the edge: the nearest pixel goes on
      weights[target * taps] = 1;
      return;
    }
    for (int k = 0; k < taps; k++) {
      weights[target * taps + k] /= sum;
    }
  }

  /** The same with as few taps as there are weights, and windows that lie in the source. */
  private Resampling trimmed(int source) {
    int needed = 1;
    for (int i = 0; i < weights.length; i++) {
      needed = weights[i] == 0 ? needed : Math.max(needed, i % taps + 1);
    }
    Resampling result = new Resampling(first.length, needed);
    for (int i = 0; i < first.length; i++) {
      int begin = Math.min(first[i], source - needed);
      int shift = first[i] - begin;
      result.first[i] = begin;
      System.arraycopy(
          weights, i * taps, result.weights, i * needed + shift, Math.min(taps, needed - shift));
    }
    return result;
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(value, most));
  }

  /** Pixels of the target. */
  int size() {
    return first.length;
  }

  /** Resamples one row; the results are rounded to floats. */
  void row(float[] source, int at, double[] target, int to) {
    if (taps == 2) {
      // enlarging: by far the most frequent
      for (int i = 0; i < first.length; i++) {
        int s = at + first[i];
        target[to + i] = (float) (source[s] * weights[2 * i] + source[s + 1] * weights[2 * i + 1]);
      }
      return;
    }
    for (int i = 0; i < first.length; i++) {
      double sum = 0;
      for (int k = 0; k < taps; k++) {
        sum += source[at + first[i] + k] * weights[i * taps + k];
      }
      target[to + i] = (float) sum;
    }
  }

  /**
   * Resamples the rows of a plane to one target row.
   *
   * @param source rows of the target's width, one after the other
   * @param y the target row
   */
  void column(double[] source, int y, double[] target) {
    int width = target.length;
    int at = first[y] * width;
    if (taps == 2) {
      double upper = weights[2 * y];
      double lower = weights[2 * y + 1];
      for (int x = 0; x < width; x++) {
        target[x] = source[at + x] * upper + source[at + width + x] * lower;
      }
      return;
    }
    Arrays.fill(target, 0);
    for (int k = 0; k < taps; k++) {
      double weight = weights[y * taps + k];
      for (int x = 0; x < width; x++) {
        target[x] += source[at + k * width + x] * weight;
      }
    }
  }
}
