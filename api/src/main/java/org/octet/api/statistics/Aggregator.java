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
   * Mean of the values within 3.5 scaled median absolute deviations, as POT's {@code
   * mean_no_outliers}.
   */
  MEAN_NO_OUTLIERS,
  /** Median of the same values. */
  MEDIAN_NO_OUTLIERS,
  /** Hodges-Lehmann estimator: the median of all pairwise means. */
  HODGES_LEHMANN
}
