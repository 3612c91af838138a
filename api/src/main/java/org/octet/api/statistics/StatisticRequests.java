package org.octet.api.statistics;

import org.osgi.annotation.versioning.ProviderType;

/** Takes the requests of all algorithms of a pass. Used by one thread. */
@ProviderType
public interface StatisticRequests {
  /**
   * Asks for a statistic.
   *
   * @throws IllegalArgumentException when the tensor is unknown, its axis does not exist, or
   *     windows do not fit its shape
   */
  void request(StatisticRequest request);
}
