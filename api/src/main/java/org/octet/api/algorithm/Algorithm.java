package org.octet.api.algorithm;

import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Asks for statistics, then changes the model. One object serves one run of a pipeline, by one
 * thread: {@link #register} on the float model, then {@link #apply}.
 */
@ConsumerType
public interface Algorithm {
  /** Declares what must be measured on the float model; must not change it. */
  void register(OptimizedModel model, StatisticRequests requests, AlgorithmContext context);

  /** Changes the model in place. */
  void apply(OptimizedModel model, Statistics statistics, AlgorithmContext context);
}
