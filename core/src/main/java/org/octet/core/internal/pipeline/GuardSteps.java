package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.QuantizationReport.GuardStep;

/** The candidates that were tried, for the report. Used by one thread. */
final class GuardSteps {
  private final ReturnedCost cost;
  private final Optional<DropDemand> drop;
  private final List<Step> steps = new ArrayList<>();
  private Set<Repair.Culprit> written = Set.of();

  private record Step(Set<Repair.Culprit> returned, Trial trial) {}

  GuardSteps(ReturnedCost cost, Optional<DropDemand> drop) {
    this.cost = cost;
    this.drop = drop;
  }

  /** A candidate that was tried. */
  void tried(List<Repair.Culprit> returned, Trial trial) {
    steps.add(new Step(new HashSet<>(returned), trial));
  }

  /** The candidate that is the result. */
  void written(List<Repair.Culprit> returned) {
    written = new HashSet<>(returned);
  }

  /** All of them; null where metrics are held to nothing. */
  GuardSearch search() {
    if (drop.isEmpty()) {
      return null;
    }
    List<GuardStep> told = new ArrayList<>();
    for (Step step : steps) {
      told.add(
          new GuardStep(
              step.returned.size(),
              cost.shareOf(step.returned).isPresent()
                  ? cost.shareOf(step.returned).getAsDouble()
                  : null,
              step.trial.metrics().map(DropDemand.Measured::values).orElse(Map.of()),
              step.trial.holds(),
              step.returned.equals(written)));
    }
    return new GuardSearch(drop.get().limits(), told, drop.get().evaluations());
  }
}
