package org.octet.core.internal.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.octet.api.engine.Engine;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.cache.TrialStore;
import org.octet.core.internal.execution.CompiledVariants;
import org.octet.core.internal.execution.OrderedPredictions;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.Sources;
import org.octet.core.internal.pipeline.Accuracy;

/** Metrics of candidates on annotated samples, several candidates at a time. */
final class MetricTrials implements Accuracy {
  private final JobContext context;
  private final Engine engine;
  private final Samples samples;
  private final Supplier<MetricSet> metrics;
  private final boolean shared;
  private final Function<Map<String, Value>, Optional<TrialStore>> kept;

  /**
   * @param metrics metrics that have seen nothing
   * @param shared whether they are the same ones every time
   * @param kept where values are kept between runs, by those of the float model
   */
  MetricTrials(
      JobContext context,
      Engine engine,
      Samples samples,
      Supplier<MetricSet> metrics,
      boolean shared,
      Function<Map<String, Value>, Optional<TrialStore>> kept) {
    this.context = context;
    this.engine = engine;
    this.samples = samples;
    this.metrics = metrics;
    this.shared = shared;
    this.kept = kept;
  }

  @Override
  public Optional<TrialStore> kept(Map<String, Value> floats) {
    return kept.apply(floats);
  }

  @Override
  public List<Map<String, Value>> measure(List<OptimizedModel> models) {
    if (!shared) {
      return together(models);
    }
    List<Map<String, Value>> values = new ArrayList<>();
    models.forEach(model -> values.addAll(together(List.of(model))));
    return values;
  }

  private List<Map<String, Value>> together(List<OptimizedModel> models) {
    context.progress().stage("measure", samples.size(), "samples");
    List<MetricSet> sets = models.stream().map(model -> metrics.get()).toList();
    List<Sources> sources = models.stream().map(Sources::of).toList();
    try (CompiledVariants compiled = CompiledVariants.compile(context.environment(), sources)) {
      OrderedPredictions listener =
          new OrderedPredictions(
              context.onlyDecoder(),
              (id, annotation, predictions) -> {
                for (int i = 0; i < sets.size(); i++) {
                  sets.get(i).update(id, annotation, predictions.get(i));
                }
              });
      new SampleRunner(context.environment(), engine, compiled.all()).run(samples, listener);
      return sets.stream().map(MetricSet::judged).toList();
    }
  }
}
