package org.octet.dataloaders.audio.internal;

import java.io.IOException;

/**
 * Resampling of sound. Immutable.
 *
 * @param rate wanted samples per second; 0: as stored
 * @param linear whether values are interpolated linearly, instead of filtered
 */
record Resampling(int rate, boolean linear) {
  /** Zero crossings of the filter on either side, and the shape of its Kaiser window. */
  private static final int CROSSINGS = 10;

  private static final double BETA = 5;

  /** Taps of the longest filter: rates without a large common divisor need long ones. */
  private static final int MAX_TAPS = 1 << 18;

  /** The new length of so many samples, rounded up. */
  long length(long samples, int from) {
    return rate == 0 ? samples : (samples * rate + from - 1) / from;
  }

  /**
   * The resampled sound.
   *
   * @throws IOException when the rates have no common divisor that is large enough
   */
  Sound apply(Sound sound) throws IOException {
    if (rate == 0 || rate == sound.rate() || sound.samples().length == 0) {
      return sound;
    }
    int divisor = divisor(rate, sound.rate());
    int up = rate / divisor;
    int down = sound.rate() / divisor;
    int to = Math.toIntExact(length(sound.samples().length, sound.rate()));
    if (!linear && 2L * CROSSINGS * Math.max(up, down) > MAX_TAPS) {
      throw new IOException(
          "from %d to %d Hz a filter would need %d taps; take resampling=linear or another rate"
              .formatted(sound.rate(), rate, 2L * CROSSINGS * Math.max(up, down)));
    }
    return new Sound(
        rate,
        linear
            ? interpolate(sound.samples(), to, up, down)
            : filter(sound.samples(), to, up, down));
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private static float[] interpolate(float[] in, int to, int up, int down) {
    float[] out = new float[to];
    for (int i = 0; i < to; i++) {
      long at = (long) i * down;
      int before = (int) (at / up);
      double weight = at % up / (double) up;
      double next = in[Math.min(before + 1, in.length - 1)];
      out[i] = (float) (in[before] + weight * (next - in[before]));
    }
    return out;
  }

  /**
   * A polyphase filter: of the sound with {@code up - 1} zeros between its samples, filtered, every
   * {@code down}-th sample; only the products that are not zero are computed.
   */
  private static float[] filter(float[] in, int to, int up, int down) {
    int half = CROSSINGS * Math.max(up, down);
    double[] taps = taps(half, up, Math.max(up, down));
    float[] out = new float[to];
    for (int i = 0; i < to; i++) {
      long center = (long) i * down;
      int first = (int) Math.max(0, (center - half + up - 1) / up);
      int last = (int) Math.min(in.length - 1, (center + half) / up);
      double sum = 0;
      for (int k = first; k <= last; k++) {
        sum += in[k] * taps[(int) (center - (long) k * up) + half];
      }
      out[i] = (float) sum;
    }
    return out;
  }

  /** A sinc that lets the lower of both bands pass, in a Kaiser window, of unit gain. */
  private static double[] taps(int half, int up, int widest) {
    double[] taps = new double[2 * half + 1];
    double sum = 0;
    for (int i = 0; i < taps.length; i++) {
      double t = i - half;
      double x = Math.PI * t / widest;
      double ratio = t / half;
      double window = bessel(BETA * Math.sqrt(1 - ratio * ratio)) / bessel(BETA);
      taps[i] = (t == 0 ? 1 : StrictMath.sin(x) / x) * window;
      sum += taps[i];
    }
    for (int i = 0; i < taps.length; i++) {
      taps[i] *= up / sum;
    }
    return taps;
  }

  /** The modified Bessel function of the first kind and order 0, by its power series. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }
}
