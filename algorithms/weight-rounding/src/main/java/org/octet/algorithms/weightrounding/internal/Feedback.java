package org.octet.algorithms.weightrounding.internal;

import java.util.Arrays;

/**
 * Rounds rows of weights one element after the other and lets each element answer for the errors of
 * those before it, so that the error of the row's product is small, not that of each weight. With
 * {@code H = (U + I) D (U + I)'}, U strictly upper triangular, the error {@code e H e'} of a row is
 * {@code sum D_k (e_k + sum of e_i U_ik over i < k)^2}: element k is rounded with the sum added to
 * it. That is the scheme of GPTQ (Frantar et al. 2022), in the form of Chee et al. 2023 ("QuIP",
 * theorem 6). Elements of large moments go first, as they need the others' help most. Immutable.
 */
final class Feedback {
  /** What is added to the moments, as a share of their mean: GPTQ's damping. */
  private static final double DAMPING = 0.01;

  private final int size;
  private final int[] order;

  /** D. */
  private final double[] weights;

  /** Row k holds {@code U_ik} for i below k, in the order of rounding. */
  private final double[] factors;

  /** Rounds one element of a row to a code. */
  interface Codes {
    /**
     * The nearest value that a code stands for.
     *
     * @param element its place in the row
     */
    double nearest(int element, double value);
  }

  private Feedback(int size, int[] order, double[] weights, double[] factors) {
    this.size = size;
    this.order = order;
    this.weights = weights;
    this.factors = factors;
  }

  /**
   * Prepares the rounding of rows of {@code size} elements.
   *
   * @param moments second moments, a symmetric matrix of {@code size * size} values
   * @param from where it begins
   */
  static Feedback of(float[] moments, int from, int size) {
    double mean = 0;
    for (int k = 0; k < size; k++) {
      mean += moments[from + k * size + k] / (double) size;
    }
    int[] order = order(moments, from, size);
    double[] h = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        h[i * size + k] = moments[from + order[i] * size + order[k]];
      }
      // an input that is always zero must not divide
      h[i * size + i] += mean > 0 ? DAMPING * mean : 1;
    }
    double[] diagonal = decompose(h, size);
    return new Feedback(size, order, diagonal, transposed(h, size));
  }

  /** By falling moment; equal ones in their own order. */
  private static int[] order(float[] moments, int from, int size) {
    long[] keys = new long[size];
    for (int k = 0; k < size; k++) {
      // bits of floats that are not negative sort as the floats do
      int bits = Float.floatToIntBits(Math.max(0, moments[from + k * size + k]));
      keys[k] = (long) -bits << 32 | k;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    for (int k = 0; k < size; k++) {
      order[k] = (int) keys[k];
    }
    return order;
  }

  /** Puts U in the place of the upper triangle; D is what it returns. */
  private static double[] decompose(double[] h, int size) {
    double[] diagonal = new double[size];
    double[] scaled = new double[size];
    for (int j = size - 1; j >= 0; j--) {
      double d = h[j * size + j];
      for (int k = j + 1; k < size; k++) {
        scaled[k] = h[j * size + k] * diagonal[k];
        d -= h[j * size + k] * scaled[k];
      }
      diagonal[j] = d;
      for (int i = 0; i < j; i++) {
        double u = h[i * size + j];
        int row = i * size;
        for (int k = j + 1; k < size; k++) {
          u -= h[row + k] * scaled[k];
        }
        h[row + j] = u / d;
      }
    }
    return diagonal;
  }

  private static double[] transposed(double[] h, int size) {
    double[] transposed = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int k = i + 1; k < size; k++) {
        transposed[k * size + i] = h[i * size + k];
      }
    }
    return transposed;
  }

  /**
   * A row of codes' values.
   *
   * @param start place of its first element among those that the codes know
   */
  double[] rounded(double[] row, int start, Codes codes) {
    double[] errors = new double[size];
    double[] rounded = new double[size];
    for (int k = 0; k < size; k++) {
      int at = order[k];
      rounded[at] = codes.nearest(start + at, row[at] + carried(errors, k));
      errors[k] = row[at] - rounded[at];
    }
    return rounded;
  }

  /** The mean squared error of a row's product, with the damping. */
  double error(double[] row, double[] rounded) {
    double[] errors = new double[size];
    double sum = 0;
    for (int k = 0; k < size; k++) {
      errors[k] = row[order[k]] - rounded[order[k]];
      double left = errors[k] + carried(errors, k);
      sum += weights[k] * left * left;
    }
    return sum;
  }

  /** What the errors of those before it ask of element k. */
  private double carried(double[] errors, int k) {
    double sum = 0;
    int at = k * size;
    for (int i = 0; i < k; i++) {
      sum += errors[i] * factors[at + i];
    }
    return sum;
  }
}
