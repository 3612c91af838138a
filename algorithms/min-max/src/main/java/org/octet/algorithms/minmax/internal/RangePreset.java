package org.octet.algorithms.minmax.internal;

import java.util.Optional;
import org.octet.api.statistics.Aggregator;

/** A named way to estimate ranges: POT's {@code default} and {@code quantile}, and NNCF's sets. */
enum RangePreset {
  /** The estimator's own. */
  DEFAULT(null, false),
  /** Quantiles of samples, joined as the estimator joins extremes. */
  QUANTILE(null, true),
  /** Extremes of all samples. */
  MINMAX(null, false),
  MEAN_MINMAX(Aggregator.MEAN, false),
  MEDIAN_MINMAX(Aggregator.MEDIAN, false),
  MEAN_NO_OUTLIERS_MINMAX(Aggregator.MEAN_NO_OUTLIERS, false),
  MEAN_QUANTILE(Aggregator.MEAN, true);

  private final Aggregator aggregator;
  private final boolean quantiles;

  RangePreset(Aggregator aggregator, boolean quantiles) {
    this.aggregator = aggregator;
    this.quantiles = quantiles;
  }

  /** Whether quantiles stand for extremes. */
  boolean quantiles() {
    return quantiles;
  }

  /**
   * How samples join.
   *
   * @param extreme the aggregator that takes the extreme of this end
   */
  Aggregator aggregator(Aggregator extreme, Estimator estimator, boolean perChannel) {
    if (this == MINMAX) {
      return extreme;
    }
    boolean averaged = estimator.averagesTensors() && !perChannel;
    return Optional.ofNullable(aggregator).orElse(averaged ? Aggregator.MEAN : extreme);
  }
}
