package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.octet.api.algorithm.Reason;
import org.octet.api.engine.Engine;
import org.octet.api.error.QualityException;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.compression.CompressedWeight;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.layers.LayerErrors;
import org.octet.core.internal.layers.MultiplyAdds;

/**
 * The last stage of a pipeline: compares the result, weights stored, with the float model. Where it
 * misses the demands, operations are returned to float until it holds them; where that does not
 * help, it is refused. Used by one thread, once.
 */
final class GuardStage {
  /** Samples by which operations are ranked. */
  private static final int RANKING_SAMPLES = 16;

  /** Smaller choices that are tried at most. */
  private static final int PRUNING = 16;

  /** Operations that a message names. */
  private static final int NAMED = 8;

  private final Guard guard;
  private final OptimizedModel floats;
  private final Samples samples;
  private final Engine engine;
  private final Evaluator evaluator;
  private final PipelineContext context;

  /**
   * A result.
   *
   * @param model the models, weights stored
   * @param weights what was stored, by model
   * @param sqnr per output in dB; empty where nothing was compared
   */
  record Guarded(
      OptimizedModel model,
      Map<String, List<CompressedWeight>> weights,
      Map<String, Double> sqnr) {}

  GuardStage(
      Guard guard,
      OptimizedModel floats,
      Samples samples,
      Engine engine,
      Evaluator evaluator,
      PipelineContext context) {
    this.guard = guard;
    this.floats = floats;
    this.samples = samples;
    this.engine = engine;
    this.evaluator = evaluator;
    this.context = context;
    if (guard.allDecide()) {
      evaluator.allOutputsDecide();
    }
  }

  /**
   * Compares, and repairs.
   *
   * @param quantized the models, weights not stored; not changed
   * @throws QualityException when the demands cannot be met, and force is not asked for
   */
  Guarded hold(OptimizedModel quantized) {
    Guarded first = stored(quantized);
    if (!guard.enabled()) {
      return first;
    }
    Evaluator.Result found = evaluator.compare(first.model(), guard.samples());
    List<String> complaints = guard.complaints(found);
    return complaints.isEmpty()
        ? new Guarded(first.model(), first.weights(), found.sqnr())
        : repaired(quantized, first, found, complaints);
  }

  private Guarded stored(OptimizedModel quantized) {
    OptimizedModel copy = quantized.copy();
    return new Guarded(copy, context.compress(copy), Map.of());
  }

  private Guarded repaired(
      OptimizedModel quantized, Guarded first, Evaluator.Result found, List<String> complaints) {
    List<Repair.Culprit> culprits = ranking(quantized);
    context.progress().stage("repair", 0, "");
    int least =
        culprits.isEmpty()
            ? -1
            : Repair.least(
                culprits.size(),
                counts ->
                    holds(quantized, counts.stream().map(k -> culprits.subList(0, k)).toList()));
    if (least > 0) {
      List<Repair.Culprit> chosen =
          Repair.pruned(
              culprits.subList(0, least),
              PRUNING,
              this::cost,
              fewer -> holds(quantized, List.of(fewer)).get(0));
      // with every operation in float there is nothing to hand out
      if (chosen.size() < culprits.size()) {
        Guarded result = stored(Repair.returned(quantized, floats, chosen));
        Evaluator.Result reached = evaluator.compare(result.model(), guard.samples());
        tell(chosen, found, reached);
        return new Guarded(result.model(), result.weights(), reached.sqnr());
      }
    }
    String message =
        "%s, on %d calibration samples; returning operations to float does not help before all are; most noise comes from %s"
            .formatted(String.join("; ", complaints), found.samples(), names(culprits));
    if (!guard.force()) {
      throw new QualityException(
          "the quantized model is too far from the float model: "
              + message
              + "; nothing was written; use more typical samples, lower the demand, or --force");
    }
    context.note("guard: written by force: " + message);
    return new Guarded(first.model(), first.weights(), found.sqnr());
  }

  private List<Repair.Culprit> ranking(OptimizedModel quantized) {
    LayerErrors errors = new LayerErrors(floats, quantized);
    Samples few = samples.spread(RANKING_SAMPLES);
    context.progress().stage("rank", few.size(), "samples");
    return Repair.ranking(
        quantized,
        errors.isEmpty() ? List.of() : errors.measure(few, engine, context.environment()).layers());
  }

  private List<Boolean> holds(OptimizedModel quantized, List<List<Repair.Culprit>> choices) {
    context.cancellation().check();
    List<OptimizedModel> candidates = new ArrayList<>();
    for (List<Repair.Culprit> choice : choices) {
      candidates.add(stored(Repair.returned(quantized, floats, choice)).model());
    }
    return evaluator.compareAll(candidates, guard.samples()).stream()
        .map(result -> guard.complaints(result).isEmpty())
        .toList();
  }

  private void tell(
      List<Repair.Culprit> returned, Evaluator.Result before, Evaluator.Result after) {
    for (Repair.Culprit culprit : returned) {
      floats
          .model(culprit.model())
          .operation(culprit.operation())
          .ifPresent(
              op -> context.reasons().put(culprit.model(), op, Reason.RETURNED_BY_GUARD, ""));
    }
    context.note(
        String.format(
            Locale.ROOT,
            "guard: returned %d operations to float%s: %s; worst output %.2f dB, %.2f dB before",
            returned.size(),
            share(returned),
            names(returned),
            worst(after),
            worst(before)));
  }

  /** What an operation costs in float: its multiply-adds, as far as they are known. */
  private long cost(Repair.Culprit culprit) {
    return floats
        .model(culprit.model())
        .operation(culprit.operation())
        .flatMap(MultiplyAdds::of)
        .orElse(0L);
  }

  /** The share of the multiply-adds that is computed in float again; empty where not known. */
  private String share(List<Repair.Culprit> returned) {
    double all = 0;
    for (Model model : floats.models().values()) {
      Long its = MultiplyAdds.of(model);
      if (its == null) {
        return "";
      }
      all += its;
    }
    double floating = returned.stream().mapToLong(this::cost).sum();
    return all == 0
        ? ""
        : String.format(Locale.ROOT, ", %.1f %% of the multiply-adds", 100 * floating / all);
  }

  private static double worst(Evaluator.Result result) {
    return result.sqnr().values().stream().mapToDouble(d -> d).min().orElse(Double.NaN);
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
