package org.octet.api.data;

/**
 * Resamples one axis with a triangle filter as wide as a source pixel, or as a target pixel where
 * that is larger: bilinear interpolation that averages when it shrinks. Pixel centres correspond.
 */
final class Resampler {
  private final int[] first;
  private final float[][] weights;

  private Resampler(int size) {
    first = new int[size];
    weights = new float[size][];
  }

  /**
   * @param from extent of the source, at least 1
   * @param to extent of the target, at least 1
   */
  static Resampler of(int from, int to) {
    Resampler resampler = new Resampler(to);
    double scale = (double) from / to;
    double support = Math.max(scale, 1);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int begin = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      resampler.first[i] = begin;
      resampler.weights[i] = triangle(begin, end, centre, support);
    }
    return resampler;
  }

  private static float[] triangle(int begin, int end, double centre, double support) {
    double[] raw = new double[end - begin];
    double sum = 0;
    for (int k = 0; k < raw.length; k++) {
      raw[k] = Math.max(0, 1 - Math.abs((begin + k + 0.5 - centre) / support));
      sum += raw[k];
    }
    float[] normalized = new float[raw.length];
    for (int k = 0; k < raw.length; k++) {
      normalized[k] = (float) (raw[k] / sum);
    }
    return normalized;
  }

  /** Extent of the target. */
  int size() {
    return first.length;
  }

  /** Resamples the rows of a plane {@code [height, width]}; gives {@code [height, size]}. */
  float[] rows(float[] plane, int width, int height) {
    float[] out = new float[height * size()];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < size(); x++) {
        int at = y * width + first[x];
        float sum = 0;
        for (float w : weights[x]) {
          sum += w * plane[at++];
        }
        out[y * size() + x] = sum;
      }
    }
    return out;
  }

  /** Resamples the columns of a plane {@code [height, width]}; gives {@code [size, width]}. */
  float[] columns(float[] plane, int width) {
    float[] out = new float[size() * width];
    for (int y = 0; y < size(); y++) {
      for (int k = 0; k < weights[y].length; k++) {
        float w = weights[y][k];
        int from = (first[y] + k) * width;
        for (int x = 0; x < width; x++) {
          out[y * width + x] += w * plane[from + x];
        }
      }
    }
    return out;
  }
}
