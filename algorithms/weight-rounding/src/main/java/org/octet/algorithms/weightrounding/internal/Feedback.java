package org.octet.algorithms.weightrounding.internal;

import java.util.stream.IntStream;

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
  private final double[] moments;

  /** Row k holds {@code U_ik} for i below k, in the order of rounding. */
  private final double[] factors;

  /** Rounds one element of a row to a code. */
  interface Codes {
    /** The nearest value that a code stands for. */
    double nearest(double value);
  }

  private Feedback(int size, int[] order, double[] moments, double[] factors) {
    this.size = size;
    this.order = order;
    this.moments = moments;
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
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                (a, b) -> Float.compare(moments[from + b * size + b], moments[from + a * size + a]))
            .mapToInt(k -> k)
            .toArray();
    double[] h = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        h[i * size + k] = moments[from + order[i] * size + order[k]];
      }
    }
    double[] damped = h.clone();
    for (int k = 0; k < size; k++) {
      // an input that is always zero must not divide
      damped[k * size + k] += mean > 0 ? DAMPING * mean : 1;
    }
    return new Feedback(size, order, h, decomposed(damped, size));
  }

  /** U of the decomposition, transposed; works on the upper triangle in place. */
  private static double[] decomposed(double[] h, int size) {
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
    double[] transposed = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int k = i + 1; k < size; k++) {
        transposed[k * size + i] = h[i * size + k];
      }
    }
    return transposed;
  }

  /** A row of codes' values. */
  double[] rounded(double[] row, Codes codes) {
    double[] errors = new double[size];
    double[] rounded = new double[size];
    for (int k = 0; k < size; k++) {
      double target = row[order[k]];
      int at = k * size;
      for (int i = 0; i < k; i++) {
        target += errors[i] * factors[at + i];
      }
      rounded[order[k]] = codes.nearest(target);
      errors[k] = row[order[k]] - rounded[order[k]];
    }
    return rounded;
  }

  /** The mean squared error of a row's product. */
  double error(double[] row, double[] rounded) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double e = row[order[i]] - rounded[order[i]];
      double product = 0;
      for (int k = 0; e != 0 && k < size; k++) {
        product += moments[i * size + k] * (row[order[k]] - rounded[order[k]]);
      }
      sum += e * product;
    }
    return sum;
  }
}
