package org.octet.engines.metrics.internal;

import java.util.Arrays;

/** Ranks of numbers, and figures made of them. Stateless. */
final class Ranks {
  private Ranks() {}

  /** The rank of every value from 1; equal values share the mean of their ranks. */
  static double[] of(double[] values) {
    double[] sorted = sorted(values);
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      ranks[i] = (lower(sorted, values[i]) + upper(sorted, values[i]) + 1) / 2.0;
    }
    return ranks;
  }

  /**
   * Area under the ROC curve: the share of pairs in which the positive has the higher score, equal
   * scores counted as a half (Mann and Whitney); NaN where one kind is missing.
   */
  static double rocAuc(double[] positives, double[] negatives) {
    double[] sorted = sorted(negatives);
    double wins = 0;
    for (double score : positives) {
      wins += (lower(sorted, score) + upper(sorted, score)) / 2.0;
    }
    return wins / positives.length / negatives.length;
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** How many values are less. */
  private static int lower(double[] sorted, double value) {
    int low = 0;
    for (int high = sorted.length; low < high; ) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many values are less or equal. */
  private static int upper(double[] sorted, double value) {
    int low = 0;
    for (int high = sorted.length; low < high; ) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
