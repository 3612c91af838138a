package org.octet.core.internal.calibration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.engine.Engine;
import org.octet.api.error.OctetException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelSource;
import org.octet.api.statistics.StatisticRequest;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;

/** Measures requested statistics in one pass over the samples. */
public final class StatisticsCollector {
  private final Map<String, ModelPlan> plans = new LinkedHashMap<>();
  private final OptimizedModel model;
  private final Samples samples;
  private final Engine engine;
  private final Environment environment;
  private final boolean nothingAsked;

  private StatisticsCollector(
      OptimizedModel model,
      Collection<StatisticRequest> requests,
      Samples samples,
      Engine engine,
      Environment environment) {
    this.model = model;
    this.samples = samples;
    this.engine = engine;
    this.environment = environment;
    this.nothingAsked = requests.isEmpty();
    model
        .models()
        .forEach(
            (name, graph) ->
                plans.put(
                    name,
                    ModelPlan.of(
                        graph,
                        requests.stream().filter(r -> r.tensor().model().equals(name)).toList())));
  }

  /**
   * Runs all samples through instrumented copies of the models; runs nothing for no requests.
   *
   * @param model the float models; not changed
   * @throws OctetException when data, engine or runtime fail, or a measured value is not finite
   */
  public static CollectedStatistics collect(
      OptimizedModel model,
      Collection<StatisticRequest> requests,
      Samples samples,
      Engine engine,
      Environment environment) {
    StatisticsCollector collector =
        new StatisticsCollector(model, requests, samples, engine, environment);
    return collector.nothingAsked ? collector.nothing() : collector.collect();
  }

  /**
   * Like {@link #collect}, but decodes apart and also times the plain models over the same decoded
   * samples; see {@link CollectedStatistics.Run}.
   */
  public static CollectedStatistics measure(
      OptimizedModel model,
      Collection<StatisticRequest> requests,
      Samples samples,
      Engine engine,
      Environment environment) {
    StatisticsCollector collector =
        new StatisticsCollector(model, requests, samples, engine, environment);
    return collector.nothingAsked ? collector.nothing() : collector.measure();
  }

  private CollectedStatistics nothing() {
    CollectedStatistics.Run run = new CollectedStatistics.Run(0, 0, 0, -1, List.of(), Map.of());
    return new CollectedStatistics(plans, new StatisticsFolder(plans), 0, run);
  }

  private CollectedStatistics collect() {
    environment.progress().stage("calibrate", samples.size(), "samples");
    StatisticsFolder folder = new StatisticsFolder(plans);
    long start = System.nanoTime();
    try (CompiledModels compiled = compileInstrumented(true)) {
      double compileSeconds = (System.nanoTime() - start) * 1e-9;
      RunResult result =
          new SampleRunner(environment, engine, List.of(compiled)).run(samples, folder);
      folder.requireAllRun();
      return new CollectedStatistics(
          plans,
          folder,
          result.samples(),
          new CollectedStatistics.Run(
              compileSeconds,
              result.seconds(),
              result.decodeSeconds(),
              -1,
              result.skipped(),
              compiled.properties()));
    }
  }

  private CollectedStatistics measure() {
    environment.progress().stage("calibrate", samples.size(), "samples");
    StatisticsFolder folder = new StatisticsFolder(plans);
    long start = System.nanoTime();
    try (CompiledModels compiled = compileInstrumented(true)) {
      double compileSeconds = (System.nanoTime() - start) * 1e-9;
      try (CompiledModels plain = CompiledModels.compile(environment, ModelSources.of(model))) {
        TimedPass pass = new TimedPass(environment, engine, samples, folder);
        pass.run(compiled, plain);
        folder.requireAllRun();
        return new CollectedStatistics(
            plans,
            folder,
            pass.samplesRun(),
            new CollectedStatistics.Run(
                compileSeconds,
                pass.instrumentedSeconds(),
                pass.decodeSeconds(),
                pass.plainSeconds(),
                pass.skipped(),
                compiled.properties()));
      }
    }
  }

  private CompiledModels compileInstrumented(boolean keepOutputs) {
    Map<String, ModelSource> sources = new LinkedHashMap<>();
    Map<String, Integer> hidden = new LinkedHashMap<>();
    model
        .models()
        .forEach(
            (name, graph) -> {
              Instrumenter.Instrumented instrumented =
                  Instrumenter.instrument(graph, plans.get(name), keepOutputs);
              sources.put(name, ModelSources.of(instrumented.model()));
              hidden.put(name, instrumented.hidden());
            });
    return CompiledModels.compile(environment, sources, hidden);
  }
}
