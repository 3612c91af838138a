package org.octet.api.statistics;

import java.util.Collection;
import org.octet.api.model.OptimizedModel.Rescaling;
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

  /**
   * The same statistics as if measured after some rescalings, and after those that are recorded.
   * Values of whole tensors are answered from those of channels, which must have been requested
   * along the same axis; quantiles of whole tensors and second moments cannot be answered.
   *
   * @throws UnsupportedOperationException by default
   */
  default Statistics rescaledBy(Collection<Rescaling> rescalings) {
    throw new UnsupportedOperationException("these statistics cannot be rescaled");
  }
}
