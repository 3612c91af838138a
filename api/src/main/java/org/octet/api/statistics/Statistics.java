package org.octet.api.statistics;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The measured statistics. Immutable; recorded rescalings are applied to per-channel extremes and
 * means.
 */
@ProviderType
public interface Statistics {
  /**
   * A requested statistic.
   *
   * @return one value, or one per channel, or as the reducer says
   * @throws IllegalArgumentException when it was not requested
   */
  float[] get(StatisticRequest request);

  /** Number of samples measured. */
  int samples();
}
