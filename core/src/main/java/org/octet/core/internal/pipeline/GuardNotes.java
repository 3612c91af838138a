package org.octet.core.internal.pipeline;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.OptimizedModel;

/** What the guard says of its work: notes and reasons of the report. Used by one thread. */
final class GuardNotes {
  /** Operations that a message names. */
  private static final int NAMED = 8;

  private final PipelineContext context;
  private final OptimizedModel floats;
  private final ReturnedCost cost;
  private final Optional<DropDemand> drop;
  private final Set<DropDemand.Measured> told = Collections.newSetFromMap(new IdentityHashMap<>());

  GuardNotes(
      PipelineContext context,
      OptimizedModel floats,
      ReturnedCost cost,
      Optional<DropDemand> drop) {
    this.context = context;
    this.floats = floats;
    this.cost = cost;
    this.drop = drop;
  }

  /** Says what was measured of a candidate, once. */
  void measured(List<Repair.Culprit> returned, Trial trial) {
    trial
        .metrics()
        .filter(told::add)
        .ifPresent(
            measured ->
                context.note(
                    "guard: %d operations in float%s: %s"
                        .formatted(
                            returned.size(),
                            cost.share(returned),
                            drop.orElseThrow().text(measured))));
  }

  /**
   * Says how many candidates were measured.
   *
   * @param least leading operations with which the demands hold
   * @param all operations that were ranked
   */
  void evaluations(int least, int all) {
    drop.ifPresent(
        demand ->
            context.note(
                ("guard: %d full evaluations; returning one operation after the other in the same"
                        + " order takes %d, and ranking them by the metric %d")
                    .formatted(demand.evaluations(), least + 1, all)));
    drop.map(DropDemand::remembered)
        .filter(n -> n > 0)
        .ifPresent(
            n ->
                context.note(
                    ("guard: metrics of %d of these are those of an earlier run; --no-cache measures"
                            + " them anew")
                        .formatted(n)));
  }

  /** Says what was returned to float. */
  void returned(List<Repair.Culprit> returned, Trial before, Trial after) {
    for (Repair.Culprit culprit : returned) {
      floats
          .model(culprit.model())
          .operation(culprit.operation())
          .ifPresent(
              op -> context.reasons().put(culprit.model(), op, Reason.RETURNED_BY_GUARD, ""));
    }
    context.note(
        "guard: returned %d operations to float%s: %s%s"
            .formatted(
                returned.size(), cost.share(returned), names(returned), worst(before, after)));
  }

  /** What a result misses, and why nothing helps. */
  String missed(Trial found, List<Repair.Culprit> culprits) {
    if (context.device().quantizesOutputs()) {
      return "%s; target device %s has no float to return to: preset accuracy takes wider weights"
          .formatted(String.join("; ", found.complaints()), context.device().name());
    }
    return "%s%s; %s; most noise comes from %s"
        .formatted(
            String.join("; ", found.complaints()),
            found.metrics().isPresent()
                ? ""
                : found
                    .outputs()
                    .map(r -> ", on %d calibration samples".formatted(r.samples()))
                    .orElse(""),
            drop.filter(DropDemand::exhausted).isPresent()
                ? "no candidate within guard.drop.maxEvaluations holds it"
                : "returning operations to float does not help before all are",
            names(culprits));
  }

  /** The worst output after and before a change; empty where outputs were not compared. */
  static String worst(Trial before, Trial after) {
    return before.outputs().isEmpty() || after.outputs().isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "; worst output %.2f dB, %.2f dB before",
            after.outputs().get().worst(),
            before.outputs().get().worst());
  }

  private static String names(List<Repair.Culprit> culprits) {
    String first =
        culprits.stream()
            .limit(NAMED)
            .map(Repair.Culprit::operation)
            .collect(Collectors.joining(", "));
    return culprits.size() > NAMED
        ? first + " and %d more".formatted(culprits.size() - NAMED)
        : first;
  }
}
