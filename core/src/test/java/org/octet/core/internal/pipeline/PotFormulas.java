package org.octet.core.internal.pipeline;

import java.util.List;

/**
 * POT 2023.3's ranges, written down a second time from its formulas, in the precision of its
 * arrays: the product of a float32 and a Python number is a double, arrays keep float32.
 */
final class PotFormulas {
  private static final double LEAST_WIDTH = 8e-4;

  private PotFormulas() {}

  /**
   * Ends of ranges.
   *
   * @param low per channel, or one
   * @param high per channel, or one
   */
  record Ends(double[] low, double[] high) {
    /** The range of both. */
    Ends union(Ends other) {
      return new Ends(
          new double[] {Math.min(low[0], other.low[0])},
          new double[] {Math.max(high[0], other.high[0])});
    }
  }

  /** Of elements by channel: each end is at least a hundredth of the widest channel's. */
  static Ends symmetricWeights(float[][] channels) {
    float[] magnitude = new float[channels.length];
    for (int c = 0; c < channels.length; c++) {
      magnitude[c] = magnitude(channels[c]);
    }
    double[] high = floored(magnitude);
    double[] low = new double[high.length];
    for (int c = 0; c < high.length; c++) {
      low[c] = -high[c];
    }
    return new Ends(low, high);
  }

  /** Of elements by channel: zero is a code. */
  static Ends asymmetricWeights(float[][] channels) {
    float[] min = new float[channels.length];
    float[] max = new float[channels.length];
    for (int c = 0; c < channels.length; c++) {
      min[c] = min(channels[c]);
      max[c] = max(channels[c]);
    }
    return asymmetric(min, max);
  }

  /**
   * Of samples, each of which is elements by channel, or has one channel for the whole tensor. Ends
   * of a tensor are means over the samples, ends of channels extremes.
   */
  static Ends activations(List<float[][]> samples, boolean symmetric) {
    int channels = samples.get(0).length;
    boolean mean = channels == 1;
    float[] least = new float[channels];
    float[] low = new float[channels];
    float[] high = new float[channels];
    for (int c = 0; c < channels; c++) {
      double sumLow = 0;
      double sumHigh = 0;
      low[c] = Float.POSITIVE_INFINITY;
      high[c] = Float.NEGATIVE_INFINITY;
      for (float[][] sample : samples) {
        float from = min(sample[c]);
        float to = symmetric ? magnitude(sample[c]) : max(sample[c]);
        sumLow += from;
        sumHigh += to;
        low[c] = Math.min(low[c], from);
        high[c] = Math.max(high[c], to);
      }
      least[c] = low[c];
      if (mean) {
        low[c] = (float) (sumLow / samples.size());
        high[c] = (float) (sumHigh / samples.size());
      }
    }
    return symmetric ? symmetric(least, high) : asymmetric(low, high);
  }

  private static Ends symmetric(float[] least, float[] magnitude) {
    boolean signed = min(least) < 0;
    double[] high = floored(magnitude);
    double[] low = new double[high.length];
    for (int c = 0; signed && c < low.length; c++) {
      low[c] = -high[c] * 256 / 254;
    }
    return new Ends(low, high);
  }

  private static double[] floored(float[] magnitude) {
    float least = (float) Math.max(8e-5, 0.01 * max(magnitude));
    double[] high = new double[magnitude.length];
    for (int c = 0; c < high.length; c++) {
      high[c] = Math.max(least, magnitude[c]);
    }
    return high;
  }

  private static Ends asymmetric(float[] min, float[] max) {
    double[] low = new double[min.length];
    double[] high = new double[min.length];
    for (int c = 0; c < min.length; c++) {
      double margin = max[c] - min[c] > LEAST_WIDTH ? 0 : LEAST_WIDTH;
      double from = Math.min(min[c] - margin, 0);
      double to = Math.max(max[c] + margin, 0);
      double zero = Math.rint(-from * (255 / (to - from)));
      double left = zero < 255 ? zero / (zero - 255) * to : from;
      double right = zero > 0 ? (zero - 255) / zero * from : to;
      boolean moveLeft = to - left > right - from;
      low[c] = moveLeft ? left : from;
      high[c] = moveLeft ? to : right;
    }
    return new Ends(low, high);
  }

  private static float magnitude(float[] values) {
    return Math.max(Math.abs(min(values)), Math.abs(max(values)));
  }

  private static float min(float[] values) {
    float min = Float.POSITIVE_INFINITY;
    for (float v : values) {
      min = Math.min(min, v);
    }
    return min;
  }

  private static float max(float[] values) {
    float max = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      max = Math.max(max, v);
    }
    return max;
  }
}
