package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.engine.Engine;
import org.octet.api.error.QualityException;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.compression.CompressedWeight;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.layers.LayerErrors;

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

  /** The same where each is measured on all annotated samples. */
  private static final int MEASURED_PRUNING = 4;

  private final Guard guard;
  private final OptimizedModel floats;
  private final Samples samples;
  private final Engine engine;
  private final PipelineContext context;
  private final Demands demands;
  private final ReturnedCost cost;
  private final GuardNotes notes;
  private final GuardSteps steps;
  private List<Repair.Culprit> culprits = List.of();
  private Best best;

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

  /** The candidate nearest to its limits so far. */
  private record Best(List<Repair.Culprit> returned, Trial trial) {}

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
    this.context = context;
    this.demands = new Demands(guard, floats, evaluator);
    this.cost = new ReturnedCost(floats);
    this.notes = new GuardNotes(context, floats, cost, demands.drop());
    this.steps = new GuardSteps(cost, demands.drop());
  }

  /**
   * Compares, and repairs.
   *
   * @param quantized the models, weights not stored; not changed
   * @throws QualityException when the demands cannot be met, and force is not asked for
   */
  Guarded hold(OptimizedModel quantized) {
    Guarded first = stored(quantized);
    if (!demands.any()) {
      return first;
    }
    Trial found = tried(List.of(List.of()), List.of(first.model())).get(0);
    if (context.device().quantizesOutputs()) {
      // a device of integers only has no float to return to, and reads weights as they are
      return found.holds() ? guarded(first, found) : missed(quantized, first, found);
    }
    return found.holds() ? whole(first, found, List.of()) : repaired(quantized, first, found);
  }

  /** The candidates that were tried; null where metrics are held to nothing. */
  GuardSearch search() {
    return steps.search();
  }

  private static Guarded guarded(Guarded stored, Trial trial) {
    return new Guarded(
        stored.model(),
        stored.weights(),
        trial.outputs().map(Evaluator.Result::sqnr).orElse(Map.of()));
  }

  /** What holds the demands, with weights of float operations stored where they then still hold. */
  private Guarded whole(Guarded stored, Trial trial, List<Repair.Culprit> returned) {
    return new WeightOnlyStage(demands, context, returned).stored(guarded(stored, trial), trial);
  }

  private Guarded stored(OptimizedModel quantized) {
    OptimizedModel copy = quantized.copy();
    return new Guarded(copy, context.compress(copy), Map.of());
  }

  private Guarded repaired(OptimizedModel quantized, Guarded first, Trial found) {
    culprits = culprits.isEmpty() ? ranking(quantized) : culprits;
    context.progress().stage("repair", 0, "");
    int least =
        culprits.isEmpty()
            ? -1
            : Repair.least(
                culprits.size(),
                demands.drop().isPresent() ? Repair.Pace.COARSE : Repair.Pace.FINE,
                counts ->
                    holds(quantized, counts.stream().map(k -> culprits.subList(0, k)).toList()));
    if (least > 0) {
      List<Repair.Culprit> chosen =
          Repair.pruned(
              culprits.subList(0, least),
              demands.drop().isPresent() ? MEASURED_PRUNING : PRUNING,
              cost::of,
              fewer -> holds(quantized, List.of(fewer)).get(0));
      // with every operation in float there is nothing to hand out
      if (chosen.size() < culprits.size()) {
        Guarded result = stored(Repair.returned(quantized, floats, chosen));
        Trial reached = demands.of(List.of(result.model())).get(0);
        notes.returned(chosen, found, reached);
        steps.written(chosen);
        notes.evaluations(least, culprits.size());
        return whole(result, reached, chosen);
      }
    }
    return missed(quantized, first, found);
  }

  private Guarded missed(OptimizedModel quantized, Guarded first, Trial found) {
    if (demands.relax()) {
      context.note("guard: the demands cannot be held with a confidence of 95 % on other samples");
      return hold(quantized);
    }
    String message = notes.missed(found, culprits);
    if (!guard.force()) {
      throw new QualityException(
          "the quantized model is too far from the float model: "
              + message
              + "; nothing was written; use more typical samples, lower the demand, or --force");
    }
    context.note("guard: written by force: " + message);
    if (best.returned().isEmpty()) {
      return guarded(first, found);
    }
    Guarded result = stored(Repair.returned(quantized, floats, best.returned()));
    notes.returned(best.returned(), found, best.trial());
    steps.written(best.returned());
    return guarded(result, best.trial());
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
    return tried(choices, candidates).stream().map(Trial::holds).toList();
  }

  /** Tries candidates, and says what was measured. */
  private List<Trial> tried(List<List<Repair.Culprit>> choices, List<OptimizedModel> candidates) {
    List<Trial> trials = demands.of(candidates);
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      List<Repair.Culprit> choice = choices.get(i);
      notes.measured(choice, trial);
      steps.tried(choice, trial);
      // with every operation in float there is nothing to hand out
      boolean some = choice.isEmpty() || choice.size() < culprits.size();
      if (best == null || some && trial.excess() < best.trial().excess()) {
        best = new Best(List.copyOf(choice), trial);
      }
    }
    return trials;
  }
}
