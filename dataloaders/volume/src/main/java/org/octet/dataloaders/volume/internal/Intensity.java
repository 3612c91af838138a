package org.octet.dataloaders.volume.internal;

import java.util.Locale;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;

/**
 * Changes the values of whole volumes, channel by channel, before anything is cut out. Immutable.
 *
 * @param windowed whether values are windowed first
 * @param center middle of the window
 * @param width width of the window; what is inside becomes 0 to 1, what is outside 0 or 1
 * @param normalize what follows
 */
record Intensity(boolean windowed, float center, float width, Normalize normalize) {
  /** Kinds of normalization. */
  enum Normalize {
    NONE,
    /** Divided by the largest value. */
    MAX,
    /** The smallest value becomes 0, the largest 1. */
    RANGE,
    /** Mean 0, deviation 1. */
    Z_SCORE,
    /** Mean 0, deviation 1 of the voxels that are not 0; those that are stay 0. */
    Z_SCORE_NONZERO
  }

  static Intensity of(Parameters p) {
    double[] window = p.has("window") ? p.numbers("window") : new double[] {0, 1};
    if (window.length != 2 || !(window[1] > 0)) {
      throw new InputException(
          "data loader 'volume': window must be CENTER,WIDTH with a width above 0, such as 40,400");
    }
    return new Intensity(
        p.has("window"),
        (float) window[0],
        (float) window[1],
        Normalize.valueOf(p.string("normalize").replace('-', '_').toUpperCase(Locale.ROOT)));
  }

  /** A grid with other values; the given one is left as it is. */
  Grid apply(Grid g) {
    float[][] channels = new float[g.channels().length][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = windowed ? window(g.channels()[c]) : g.channels()[c];
      channels[c] = normalized(channels[c]);
    }
    return g.withChannels(channels);
  }

  private float[] window(float... in) {
    float[] out = new float[in.length];
    float low = center - width / 2;
    for (int i = 0; i < in.length; i++) {
      out[i] = Math.max(0, Math.min(1, (in[i] - low) / width));
    }
    return out;
  }

  private float[] normalized(float... in) {
    return switch (normalize) {
      case NONE -> in;
      case MAX -> linear(in, 0, max(in), false);
      case RANGE -> linear(in, min(in), max(in) - min(in), false);
      case Z_SCORE -> standard(in, false);
      case Z_SCORE_NONZERO -> standard(in, true);
    };
  }

  private static float max(float... in) {
    float max = in[0];
    for (float v : in) {
      max = Math.max(max, v);
    }
    return max;
  }

  private static float min(float... in) {
    float min = in[0];
    for (float v : in) {
      min = Math.min(min, v);
    }
    return min;
  }

  private static float[] standard(float[] in, boolean nonzero) {
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (float v : in) {
      if (!nonzero || v != 0) {
        sum += v;
        n++;
      }
    }
    double mean = sum / Math.max(1, n);
    for (float v : in) {
      if (!nonzero || v != 0) {
        squares += (v - mean) * (v - mean);
      }
    }
    double deviation = Math.sqrt(squares / Math.max(1, n));
    return linear(in, (float) mean, (float) deviation, nonzero);
  }

  /** A constant volume has nothing to divide by: it is only shifted. */
  private static float[] linear(float[] in, float shift, float divisor, boolean keepZeros) {
    float d = divisor == 0 ? 1 : divisor;
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = keepZeros && in[i] == 0 ? 0 : (in[i] - shift) / d;
    }
    return out;
  }
}
