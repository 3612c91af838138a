package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.octet.api.model.OptimizedModel;

/**
 * All that is demanded of candidates. Outputs are compared first: metrics are measured only of
 * candidates whose outputs are near enough. Used by one thread.
 */
final class Demands {
  private final Guard guard;
  private final Evaluator evaluator;
  private final Optional<DropDemand> drop;

  /** Whether outputs have to hold them on other samples, too. */
  private boolean confident;

  Demands(Guard guard, OptimizedModel floats, Evaluator evaluator) {
    this.guard = guard;
    this.evaluator = evaluator;
    this.confident = guard.enabled() && guard.demanding();
    this.drop =
        Optional.ofNullable(guard.drop())
            .map(d -> new DropDemand(d, guard.accuracy(), floats, evaluator.together()));
    if (guard.allDecide()) {
      evaluator.allOutputsDecide();
    }
  }

  /** Whether anything is demanded. */
  boolean any() {
    return guard.enabled() || drop.isPresent();
  }

  /**
   * From now on it is enough that the demands hold on the samples that are compared.
   *
   * @return whether that changes anything
   */
  boolean relax() {
    boolean changes = confident;
    confident = false;
    return changes;
  }

  /** What is demanded of metrics. */
  Optional<DropDemand> drop() {
    return drop;
  }

  /** Holds candidates, weights stored, against the demands; one trial per candidate. */
  List<Trial> of(List<OptimizedModel> candidates) {
    List<Trial> trials = new ArrayList<>(compared(candidates));
    if (drop.isEmpty()) {
      return trials;
    }
    List<Integer> near = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      if (trials.get(i).holds()) {
        near.add(i);
      }
    }
    List<Optional<DropDemand.Measured>> measured =
        drop.get().measure(near.stream().map(candidates::get).toList());
    for (int i = 0; i < near.size(); i++) {
      Trial before = trials.get(near.get(i));
      Optional<DropDemand.Measured> its = measured.get(i);
      List<String> complaints =
          its.map(DropDemand.Measured::complaints)
              .orElse(List.of("no more candidates may be measured (guard.drop.maxEvaluations)"));
      trials.set(near.get(i), new Trial(complaints, before.outputs(), its));
    }
    return trials;
  }

  private List<Trial> compared(List<OptimizedModel> candidates) {
    if (!guard.enabled()) {
      Trial nothing = new Trial(List.of(), Optional.empty(), Optional.empty());
      return candidates.stream().map(candidate -> nothing).toList();
    }
    return evaluator.compareAll(candidates, guard.samples()).stream()
        .map(r -> new Trial(guard.complaints(r, confident), Optional.of(r), Optional.empty()))
        .toList();
  }
}
