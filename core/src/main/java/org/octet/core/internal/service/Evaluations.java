package org.octet.core.internal.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.octet.api.EvaluationResult;
import org.octet.api.SkippedSample;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.runtime.ModelSource;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.OrderedPredictions;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;

/** Measures metrics over samples, in their order. */
final class Evaluations {
  private Evaluations() {}

  /**
   * What was measured.
   *
   * @param values by name
   * @param annotated samples that counted
   * @param run the run
   */
  record Outcome(Map<String, Double> values, int annotated, RunResult run) {}

  static EvaluationResult run(JobContext context) {
    context.progress().stage("load", 0, "");
    List<LoadedModel> models = context.modelLoader().load(context.plan().models());
    Samples samples = context.samples(JobContext.first(models));
    List<LoadedModel> reference = context.modelLoader().load(context.plan().reference());
    Outcome outcome =
        measure(
            context,
            ModelLoader.files(models),
            reference.isEmpty() ? Map.of() : ModelLoader.filesAs(models, reference),
            samples,
            true);
    List<SkippedSample> skipped = outcome.run().skipped();
    return new EvaluationResult(
        1,
        models.get(0).fileName(),
        outcome.values(),
        outcome.run().samples(),
        skipped,
        outcome.run().seconds());
  }

  /**
   * Measures the metrics of a job.
   *
   * @param reference models, by the same names, whose predictions are the truth; empty: the
   *     annotations are
   * @param strict whether a sample without annotation is an error; else it does not count
   */
  static Outcome measure(
      JobContext context,
      Map<String, ? extends ModelSource> models,
      Map<String, ? extends ModelSource> reference,
      Samples samples,
      boolean strict) {
    return measure(
        context,
        context.engine(),
        MetricSet.of(context.plan().metrics()),
        models,
        reference,
        samples,
        strict);
  }

  /** Measures the metrics of a program with its engine; see the other method. */
  static Outcome measure(
      JobContext context,
      Engine engine,
      MetricSet metrics,
      Map<String, ? extends ModelSource> models,
      Map<String, ? extends ModelSource> reference,
      Samples samples,
      boolean strict) {
    AtomicInteger annotated = new AtomicInteger();
    try (CompiledModels compiled = CompiledModels.compile(context.environment(), models);
        CompiledModels truths = CompiledModels.compile(context.environment(), reference)) {
      boolean referred = !reference.isEmpty();
      List<CompiledModels> variants = referred ? List.of(compiled, truths) : List.of(compiled);
      context.progress().stage("evaluate", samples.size(), "samples");
      RunResult run =
          new SampleRunner(context.environment(), engine, variants)
              .run(
                  samples,
                  new OrderedPredictions(
                      context.onlyDecoder(),
                      (id, annotation, predictions) -> {
                        Optional<Annotation> truth =
                            referred ? Optional.of(truth(predictions.get(1))) : annotation;
                        if (strict || truth.isPresent()) {
                          metrics.update(id, truth, predictions.get(0));
                          annotated.incrementAndGet();
                        }
                      }));
      Map<String, Double> values = annotated.get() == 0 ? Map.of() : metrics.values();
      return new Outcome(values, annotated.get(), run);
    }
  }

  private static Annotation truth(Prediction reference) {
    return reference
        .decoded()
        .orElseGet(() -> new Annotation.Target(reference.outputs().values().iterator().next()));
  }
}
