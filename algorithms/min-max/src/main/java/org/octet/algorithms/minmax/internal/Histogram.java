package org.octet.algorithms.minmax.internal;

/**
 * The spread of a tensor's values.
 *
 * @param low where the first bin begins
 * @param high where the last bin ends
 * @param shares share of the values by bin, from 0 to 1
 */
record Histogram(float low, float high, float[] shares) {
  /**
   * The expected squared error of a value that is quantized: that of rounding, a twelfth of the
   * squared step, for values inside the range, the square of a value that rounds to zero, and the
   * square of the distance to the range outside of it.
   *
   * @param from the least code's value, at most 0
   * @param to the largest code's value, above {@code from}
   * @param levels number of codes; zero is the value of one
   */
  double error(double from, double to, long levels) {
    double step = (to - from) / (levels - 1);
    double width = ((double) high - low) / shares.length;
    double error = 0;
    for (int bin = 0; bin < shares.length; bin++) {
      if (shares[bin] > 0) {
        error += shares[bin] * error(low + (bin + 0.5) * width, from, to, step);
      }
    }
    return error;
  }

  private static double error(double value, double from, double to, double step) {
    if (value < from) {
      return (value - from) * (value - from);
    }
    if (value > to) {
      return (value - to) * (value - to);
    }
    return Math.abs(value) < step / 2 ? value * value : step * step / 12;
  }
}
