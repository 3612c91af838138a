package org.octet.api.statistics;

/**
 * How per-sample values become one, element by element, folded in sample order. The set is closed.
 */
public enum Aggregator {
  MIN,
  MAX,
  MEAN,
  MEDIAN,
  /**
   * Mean of the values from the 0.01- to the 0.99-quantile, both included, as POT's {@code
   * mean_no_outliers}; of all where none is left, as with two different values.
   */
  MEAN_NO_OUTLIERS,
  /** Median of the same values. */
  MEDIAN_NO_OUTLIERS,
  /** Hodges-Lehmann estimator: the median of the means of all pairs of different samples. */
  HODGES_LEHMANN
}
