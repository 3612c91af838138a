package org.octet.core.internal.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * A candidate that was held against the demands.
 *
 * @param complaints what it misses; empty where the demands hold
 * @param outputs its outputs against the float model's; empty where they were not compared
 * @param metrics its metrics; empty where they were not measured
 */
record Trial(
    List<String> complaints,
    Optional<Evaluator.Result> outputs,
    Optional<DropDemand.Measured> metrics) {
  /** Whether the demands hold. */
  boolean holds() {
    return complaints.isEmpty();
  }

  /** How far the worst metric is beyond its limit; infinite where none was measured. */
  double excess() {
    return metrics.map(DropDemand.Measured::excess).orElse(Double.POSITIVE_INFINITY);
  }
}
