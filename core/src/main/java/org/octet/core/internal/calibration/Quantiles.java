package org.octet.core.internal.calibration;

/** Order statistics of float arrays. */
public final class Quantiles {
  private Quantiles() {}

  /** The least of the first {@code n} values. */
  static float minimum(float[] values, int n) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      least = Math.min(least, values[i]);
    }
    return least;
  }

  /** The largest of the first {@code n} values. */
  static float maximum(float[] values, int n) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, values[i]);
    }
    return largest;
  }

  /**
   * A quantile with linear interpolation between the order statistics around {@code probability *
   * (n - 1)}, as NumPy's default; exact, in linear time.
   *
   * @param values the values, none NaN; the first n are reordered
   * @param n number of values, at least 1
   * @param probability from 0 to 1
   */
  public static float quantile(float[] values, int n, double probability) {
    if (n < 1 || probability < 0 || probability > 1) {
      throw new IllegalArgumentException("quantile " + probability + " of " + n + " values");
    }
    double at = probability * (n - 1);
    int below = (int) Math.floor(at);
    double fraction = at - below;
    double low = select(values, n, below);
    if (fraction == 0) {
      return (float) low;
    }
    // after the selection everything behind the position is at least as large
    double high = Float.POSITIVE_INFINITY;
    for (int i = below + 1; i < n; i++) {
      high = Math.min(high, values[i]);
    }
    return (float)
        (fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction));
  }

  // Hoare's quickselect with the median of three as pivot
  private static float select(float[] a, int n, int k) {
    int left = 0;
    int right = n - 1;
    while (left < right) {
      float pivot = medianOfThree(a[left], a[(left + right) >>> 1], a[right]);
      int i = left;
      int j = right;
      while (i <= j) {
        while (a[i] < pivot) {
          i++;
        }
        while (a[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float swap = a[i];
          a[i++] = a[j];
          a[j--] = swap;
        }
      }
      if (k <= j) {
        right = j;
      } else if (k >= i) {
        left = i;
      } else {
        return a[k];
      }
    }
    return a[k];
  }

  private static float medianOfThree(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
