package org.octet.algorithms.minmax.internal;

import java.util.OptionalDouble;

/**
 * What was measured on one tensor.
 *
 * @param min lower end per channel
 * @param max upper end per channel
 */
record Extremes(float[] min, float[] max) {
  /** The range of both, element by element. */
  Extremes join(Extremes other) {
    float[] lower = min.clone();
    float[] upper = max.clone();
    for (int c = 0; c < lower.length; c++) {
      lower[c] = Math.min(lower[c], other.min[c]);
      upper[c] = Math.max(upper[c], other.max[c]);
    }
    return new Extremes(lower, upper);
  }

  /**
   * Ends further out, on their side of zero.
   *
   * @param means the mean of what these are the extremes of
   * @param growth by which share of the distance to the means
   */
  Extremes beyond(Extremes means, double growth) {
    float[] lower = min.clone();
    float[] upper = max.clone();
    for (int c = 0; c < lower.length; c++) {
      float l = (float) (min[c] + growth * ((double) min[c] - means.min[c]));
      float u = (float) (max[c] + growth * ((double) max[c] - means.max[c]));
      lower[c] = min[c] < 0 ? l : Math.max(l, 0);
      upper[c] = max[c] > 0 ? u : Math.min(u, 0);
    }
    return new Extremes(lower, upper);
  }

  /** Half way between both, element by element. */
  Extremes middle(Extremes other) {
    float[] lower = min.clone();
    float[] upper = max.clone();
    for (int c = 0; c < lower.length; c++) {
      lower[c] = (float) (((double) lower[c] + other.min[c]) / 2);
      upper[c] = (float) (((double) upper[c] + other.max[c]) / 2);
    }
    return new Extremes(lower, upper);
  }

  /** Whether any value is below zero. */
  boolean negative() {
    for (float m : min) {
      if (m < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether all values are zero. */
  boolean isZero() {
    for (int c = 0; c < min.length; c++) {
      if (min[c] != 0 || max[c] != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The largest magnitude per channel.
   *
   * @param measured whether {@code max} holds magnitudes already
   */
  float[] magnitude(boolean measured) {
    float[] magnitude = max.clone();
    for (int c = 0; !measured && c < magnitude.length; c++) {
      magnitude[c] = Math.max(Math.abs(magnitude[c]), Math.abs(min[c]));
    }
    return magnitude;
  }

  /** Ends that lie further out than the limits are moved there. */
  Extremes clipped(OptionalDouble least, OptionalDouble most) {
    if (least.isEmpty() && most.isEmpty()) {
      return this;
    }
    float[] lower = min.clone();
    float[] upper = max.clone();
    for (int c = 0; c < lower.length; c++) {
      lower[c] = (float) Math.max(lower[c], least.orElse(lower[c]));
      upper[c] = (float) Math.min(upper[c], most.orElse(upper[c]));
    }
    return new Extremes(lower, upper);
  }
}
