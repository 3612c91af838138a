package org.octet.engines.metrics.internal;

/** Weighted means of pictures under a Gaussian window. Immutable. */
final class GaussianWindow {
  private final double[] weights;

  /**
   * @param size width and height in pixels, odd
   * @param sigma standard deviation in pixels
   */
  GaussianWindow(int size, double sigma) {
    weights = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double distance = i - (size - 1) / 2.0;
      weights[i] = Math.exp(-distance * distance / (2 * sigma * sigma));
      sum += weights[i];
    }
    for (int i = 0; i < size; i++) {
      weights[i] /= sum;
    }
  }

  int size() {
    return weights.length;
  }

  /** The mean at every place where the window fits, in C order. */
  double[] means(double[] plane, int width) {
    int height = plane.length / width;
    int columns = width - weights.length + 1;
    double[] rows = new double[height * columns];
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < weights.length; k++) {
        add(rows, y * columns, plane, y * width + k, columns, weights[k]);
      }
    }
    double[] result = new double[(height - weights.length + 1) * columns];
    for (int y = 0; y < height - weights.length + 1; y++) {
      for (int k = 0; k < weights.length; k++) {
        add(result, y * columns, rows, (y + k) * columns, columns, weights[k]);
      }
    }
    return result;
  }

  private static void add(
      double[] sum, int to, double[] values, int from, int count, double weight) {
    for (int i = 0; i < count; i++) {
      sum[to + i] += weight * values[from + i];
    }
  }
}
