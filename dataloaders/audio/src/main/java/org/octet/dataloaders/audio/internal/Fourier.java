package org.octet.dataloaders.audio.internal;

import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Fourier transforms of one length, any length: those that are no power of two by Bluestein's
 * algorithm (1970, "A linear filtering approach to the computation of the discrete Fourier
 * transform"). Immutable, thread-safe.
 */
final class Fourier {
  private final int length;
  private final int padded;
  private final double[] cos;
  private final double[] sin;
  private final double[][] chirp;

  /**
   * @param length of the transforms, at least 1
   */
  Fourier(int length) {
    this.length = length;
    boolean power = Integer.bitCount(length) == 1;
    this.padded = power ? length : Integer.highestOneBit(2 * length - 1) * 2;
    this.cos = power ? new double[0] : new double[length];
    this.sin = new double[cos.length];
    this.chirp = new double[2][power ? 0 : padded];
    for (int i = 0; i < cos.length; i++) {
      // i² modulo 2n: large angles lose digits
      double angle = StrictMath.PI * ((long) i * i % (2L * length)) / length;
      cos[i] = StrictMath.cos(angle);
      sin[i] = StrictMath.sin(angle);
      for (int at : new int[] {i, (padded - i) % padded}) {
        chirp[0][at] = cos[i];
        chirp[1][at] = sin[i];
      }
    }
    if (!power) {
      transform(chirp, TransformType.FORWARD);
    }
  }

  /** Length of the transforms. */
  int length() {
    return length;
  }

  /**
   * Magnitudes of the non-negative frequencies.
   *
   * @param values as many as the length
   * @param magnitudes takes {@code length / 2 + 1} numbers
   */
  void magnitudes(double[] values, double[] magnitudes) {
    double[][] data = new double[2][padded];
    if (cos.length == 0) {
      System.arraycopy(values, 0, data[0], 0, length);
      transform(data, TransformType.FORWARD);
    } else {
      bluestein(values, data);
    }
    for (int k = 0; k <= length / 2; k++) {
      magnitudes[k] = Math.sqrt(data[0][k] * data[0][k] + data[1][k] * data[1][k]);
    }
  }

  /** All but the last factor of the result, which has the magnitude 1. */
  private void bluestein(double[] values, double[]... data) {
    for (int i = 0; i < length; i++) {
      data[0][i] = values[i] * cos[i];
      data[1][i] = -values[i] * sin[i];
    }
    transform(data, TransformType.FORWARD);
    for (int i = 0; i < padded; i++) {
      double re = data[0][i] * chirp[0][i] - data[1][i] * chirp[1][i];
      data[1][i] = data[0][i] * chirp[1][i] + data[1][i] * chirp[0][i];
      data[0][i] = re;
    }
    transform(data, TransformType.INVERSE);
  }

  private static void transform(double[][] data, TransformType type) {
    FastFourierTransformer.transformInPlace(data, DftNormalization.STANDARD, type);
  }
}
