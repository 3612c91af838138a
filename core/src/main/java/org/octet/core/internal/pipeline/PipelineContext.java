package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.algorithm.Progress;
import org.octet.api.algorithm.Reasons;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.core.internal.compression.CompressedWeight;
import org.octet.core.internal.compression.StoredWeights;
import org.octet.core.internal.compression.WeightCompressor;
import org.octet.core.internal.execution.Environment;

/** What a pipeline offers to its algorithms. Used by one thread. */
final class PipelineContext implements AlgorithmContext {
  private final TargetDevice device;
  private final Environment environment;
  private final Evaluator evaluator;
  private final OptimizedModel working;
  private final ReasonLedger reasons = new ReasonLedger();
  private final List<String> notes = new ArrayList<>();
  private final StoredWeights weights = new StoredWeights();

  /**
   * @param evaluator compares candidates; null: nothing is evaluated
   * @param working all models as they are now
   */
  PipelineContext(
      TargetDevice device, Environment environment, Evaluator evaluator, OptimizedModel working) {
    this.working = working;
    this.device = device;
    this.environment = environment;
    this.evaluator = evaluator;
  }

  @Override
  public TargetDevice device() {
    return device;
  }

  @Override
  public Progress progress() {
    return environment.progress();
  }

  @Override
  public Cancellation cancellation() {
    return environment.cancellation();
  }

  @Override
  public Reasons reasons() {
    return reasons;
  }

  @Override
  public Evaluation evaluate(OptimizedModel model, int maxSamples) {
    return evaluate(List.of(model), maxSamples).get(0);
  }

  @Override
  public List<Evaluation> evaluate(List<OptimizedModel> models, int maxSamples) {
    return evaluator.compareAll(models.stream().map(this::stored).toList(), maxSamples).stream()
        .map(result -> new Evaluation(result.sqnr(), result.samples()))
        .toList();
  }

  // as it will be stored: quicker to compile, and what the guard sees in the end
  private OptimizedModel stored(OptimizedModel model) {
    OptimizedModel stored = completed(model).copy();
    compress(stored);
    return stored;
  }

  @Override
  public Statistics measure(
      OptimizedModel model, Collection<StatisticRequest> requests, int maxSamples) {
    return evaluator.measure(completed(model), requests, maxSamples);
  }

  // an engine needs all models, an algorithm may have only some
  private OptimizedModel completed(OptimizedModel some) {
    if (some.names().containsAll(working.names())) {
      return some;
    }
    Map<String, Model> all = new LinkedHashMap<>(working.models());
    all.putAll(some.models());
    return new OptimizedModel(all);
  }

  /**
   * Stores quantized weights as integers, in place; what was stored, by model. For a device of
   * integers only nothing is: its compiler reads quantizers, and here their readers are float,
   * which the runtime miscomputes at times where weights are integers.
   */
  Map<String, List<CompressedWeight>> compress(OptimizedModel model) {
    if (device.quantizesOutputs()) {
      return Map.of();
    }
    Map<String, List<CompressedWeight>> stored = new LinkedHashMap<>();
    model
        .models()
        .forEach((name, graph) -> stored.put(name, WeightCompressor.compress(graph, weights)));
    return stored;
  }

  /** Stores quantized weights of operations that compute in float, in place; see above. */
  Map<String, List<CompressedWeight>> compressFolded(OptimizedModel model) {
    Map<String, List<CompressedWeight>> stored = new LinkedHashMap<>();
    model
        .models()
        .forEach(
            (name, graph) -> stored.put(name, WeightCompressor.compressFolded(graph, weights)));
    return stored;
  }

  @Override
  public void note(String text) {
    notes.add(text);
  }

  Environment environment() {
    return environment;
  }

  ReasonLedger ledger() {
    return reasons;
  }

  List<String> notes() {
    return notes;
  }
}
