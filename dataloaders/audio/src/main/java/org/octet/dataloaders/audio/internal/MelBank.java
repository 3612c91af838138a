package org.octet.dataloaders.audio.internal;

import java.util.Arrays;

/**
 * Triangular bands, evenly spaced on a mel scale. Immutable, thread-safe.
 *
 * <p>Slaney's scale (Auditory Toolbox, 1998) is linear below 1000 Hz and logarithmic above; HTK's
 * is 2595 log10(1 + f / 700).
 */
final class MelBank {
  private static final double LINEAR_HZ = 200.0 / 3;
  private static final double BREAK_HZ = 1000;
  private static final double BREAK_MEL = BREAK_HZ / LINEAR_HZ;
  private static final double LOG_STEP = StrictMath.log(6.4) / 27;
  private static final double HTK_HZ = 700;
  private static final double HTK_FACTOR = 1 / StrictMath.log(10) * 2595;

  private final int[] first;
  private final double[][] weights;

  /**
   * What the bands are.
   *
   * @param bands number of bands
   * @param low lower edge of the first in Hz
   * @param high upper edge of the last in Hz
   * @param htk HTK's mel scale instead of Slaney's
   * @param melShape whether the triangles are straight over mel instead of over Hz
   * @param unitArea whether each is divided by half its width in Hz
   */
  record Bands(
      int bands, double low, double high, boolean htk, boolean melShape, boolean unitArea) {}

  /**
   * @param fft length of the Fourier transform
   * @param rate samples per second
   */
  MelBank(Bands b, int fft, int rate) {
    double[] edges = new double[b.bands + 2];
    double[] hertz = new double[edges.length];
    double start = mel(b.low, b.htk);
    double step = (mel(b.high, b.htk) - start) / (b.bands + 1);
    for (int i = 0; i < edges.length; i++) {
      double m = start + i * step;
      hertz[i] = hertz(m, b.htk);
      edges[i] = b.melShape ? m : hertz[i];
    }
    first = new int[b.bands];
    weights = new double[b.bands][];
    for (int band = 0; band < b.bands; band++) {
      double area = b.unitArea ? 2 / (hertz[band + 2] - hertz[band]) : 1;
      fill(band, b, edges, area, fft, rate);
    }
  }

  private void fill(int band, Bands b, double[] edges, double area, int fft, int rate) {
    double[] all = new double[fft / 2 + 1];
    int from = all.length;
    int to = 0;
    for (int k = 0; k < all.length; k++) {
      double f = (double) k * rate / fft;
      double x = b.melShape ? mel(f, b.htk) : f;
      double rising = (x - edges[band]) / (edges[band + 1] - edges[band]);
      double falling = (edges[band + 2] - x) / (edges[band + 2] - edges[band + 1]);
      all[k] = Math.max(0, Math.min(rising, falling)) * area;
      if (all[k] > 0) {
        from = Math.min(from, k);
        to = k + 1;
      }
    }
    first[band] = Math.min(from, to);
    weights[band] = Arrays.copyOfRange(all, first[band], to);
  }

  /** Number of bands. */
  int bands() {
    return first.length;
  }

  /** The strength of one band in a spectrum. */
  double band(int band, double... spectrum) {
    double sum = 0;
    for (int i = 0; i < weights[band].length; i++) {
      sum += weights[band][i] * spectrum[first[band] + i];
    }
    return sum;
  }

  static double mel(double hz, boolean htk) {
    if (htk) {
      return HTK_FACTOR * StrictMath.log1p(hz / HTK_HZ);
    }
    return hz < BREAK_HZ ? hz / LINEAR_HZ : BREAK_MEL + StrictMath.log(hz / BREAK_HZ) / LOG_STEP;
  }

  static double hertz(double mel, boolean htk) {
    if (htk) {
      return HTK_HZ * StrictMath.expm1(mel / HTK_FACTOR);
    }
    return mel < BREAK_MEL
        ? mel * LINEAR_HZ
        : BREAK_HZ * StrictMath.exp(LOG_STEP * (mel - BREAK_MEL));
  }
}
