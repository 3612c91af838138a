package org.octet.core.internal.calibration;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.octet.api.engine.Engine;
import org.octet.api.error.OctetException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.statistics.StatisticRequest;
import org.octet.core.internal.cache.KeyDigest;
import org.octet.core.internal.cache.SampleCache;
import org.octet.core.internal.cache.SampleStore;
import org.octet.core.internal.execution.BothConsumers;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleConsumer;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.Sources;
import org.octet.core.internal.ir.IrWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures requested statistics in one pass over the samples. */
public final class StatisticsCollector {
  private static final Logger LOG = LoggerFactory.getLogger(StatisticsCollector.class);

  /** Names how the kept values lie; another layout needs another name. */
  private static final String LAYOUT = "values, runs";

  private final Map<String, ModelPlan> plans = new LinkedHashMap<>();
  private final OptimizedModel model;
  private final Samples samples;
  private final Engine engine;
  private final Environment environment;
  private final Optional<Function<Samples, SampleConsumer<?>>> listener;
  private final boolean nothingAsked;

  private StatisticsCollector(
      OptimizedModel model,
      Collection<StatisticRequest> requests,
      Samples samples,
      Engine engine,
      Environment environment,
      Optional<Function<Samples, SampleConsumer<?>>> listener) {
    this.model = model;
    this.listener = listener;
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
        new StatisticsCollector(model, requests, samples, engine, environment, Optional.empty());
    return collector.nothingAsked ? collector.nothing() : collector.collect();
  }

  /**
   * Like {@link #collect(OptimizedModel, Collection, Samples, Engine, Environment)}, but takes the
   * statistics of samples that a cache has from there, and keeps those of the others. The result is
   * the same.
   *
   * @param cache the cache, if there is one
   * @param listener makes, for the samples that are run, what hears of their predictions too
   */
  public static CollectedStatistics collect(
      OptimizedModel model,
      Collection<StatisticRequest> requests,
      Samples samples,
      Engine engine,
      Environment environment,
      Optional<SampleCache> cache,
      Optional<Function<Samples, SampleConsumer<?>>> listener) {
    StatisticsCollector collector =
        new StatisticsCollector(model, requests, samples, engine, environment, listener);
    if (collector.nothingAsked) {
      return collector.nothing();
    }
    return cache.isEmpty() ? collector.collect() : collector.collect(cache.get());
  }

  /**
   * Like {@link #collect(OptimizedModel, Collection, Samples, Engine, Environment)}, but decodes
   * apart and also times the plain models over the same decoded samples; see {@link
   * CollectedStatistics.Run}.
   */
  public static CollectedStatistics measure(
      OptimizedModel model,
      Collection<StatisticRequest> requests,
      Samples samples,
      Engine engine,
      Environment environment) {
    StatisticsCollector collector =
        new StatisticsCollector(model, requests, samples, engine, environment, Optional.empty());
    return collector.nothingAsked ? collector.nothing() : collector.measure();
  }

  private CollectedStatistics nothing() {
    CollectedStatistics.Run run =
        new CollectedStatistics.Run(0, 0, 0, -1, 0, Optional.empty(), List.of(), Map.of());
    return new CollectedStatistics(plans, new StatisticsFolder(plans), 0, run, this::sources);
  }

  private CollectedStatistics collect() {
    return collect(instrumented());
  }

  private CollectedStatistics collect(Instrumented sources) {
    environment.progress().stage("calibrate", samples.size(), "samples");
    StatisticsFolder folder = new StatisticsFolder(plans);
    long start = System.nanoTime();
    try (CompiledModels compiled = compile(sources)) {
      double compileSeconds = (System.nanoTime() - start) * 1e-9;
      RunResult result =
          new SampleRunner(environment, engine, List.of(compiled))
              .run(samples, heard(folder, samples));
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
              0,
              Optional.empty(),
              result.skipped(),
              compiled.properties()),
          this::sources);
    }
  }

  private CollectedStatistics measure() {
    environment.progress().stage("calibrate", samples.size(), "samples");
    StatisticsFolder folder = new StatisticsFolder(plans);
    long start = System.nanoTime();
    try (CompiledModels compiled = compile(instrumented())) {
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
                0,
                Optional.empty(),
                pass.skipped(),
                compiled.properties()),
            this::sources);
      }
    }
  }

  private CollectedStatistics collect(SampleCache cache) {
    Instrumented sources = instrumented();
    SampleNames names = SampleNames.of(samples, environment);
    if (names.none()) {
      return collect(sources);
    }
    try (SampleStore store = cache.cache().open(key(cache.scope(), sources), lengths())) {
      return collect(sources, new CachedFolder(plans, samples, names, store));
    } catch (UncheckedIOException e) {
      LOG.warn("all samples are measured: {}", e.getMessage());
      return collect(sources);
    } finally {
      cache.cache().trim();
    }
  }

  private CollectedStatistics collect(Instrumented sources, CachedFolder folder) {
    environment.progress().stage("calibrate", samples.size(), "samples");
    Samples missing = folder.missing();
    int cached = samples.size() - missing.size();
    double compileSeconds = 0;
    RunResult result = new RunResult(0, List.of(), 0, 0);
    long start = System.nanoTime();
    if (missing.size() > 0) {
      try (CompiledModels compiled = compile(sources)) {
        compileSeconds = (System.nanoTime() - start) * 1e-9;
        folder.measuredWith(compiled.properties());
        result =
            new SampleRunner(environment, engine, List.of(compiled))
                .after(cached)
                .runAny(missing, heard(folder, missing));
      }
    }
    start = System.nanoTime();
    folder.finish();
    environment.progress().advance(samples.size());
    folder.statistics().requireAllRun();
    return new CollectedStatistics(
        plans,
        folder.statistics(),
        folder.folded(),
        new CollectedStatistics.Run(
            compileSeconds,
            result.seconds() + (System.nanoTime() - start) * 1e-9,
            result.decodeSeconds(),
            -1,
            cached,
            folder.problem(),
            folder.skipped(),
            folder.properties()),
        this::sources);
  }

  private SampleConsumer<?> heard(SampleConsumer<?> folder, Samples run) {
    return listener.isEmpty() ? folder : new BothConsumers<>(folder, listener.get().apply(run));
  }

  private int[] lengths() {
    return plans.values().stream().mapToInt(ModelPlan::length).toArray();
  }

  /** What the values depend on: the very graphs that are compiled, and what is taken of them. */
  private String key(String scope, Instrumented sources) {
    KeyDigest digest = new KeyDigest().text(LAYOUT).text(scope).text(environment.device());
    sources
        .models()
        .forEach(
            (name, source) -> {
              digest.text(name).number(sources.hidden().get(name));
              digest.bytes(ByteBuffer.wrap(source.xml())).bytes(source.weights());
              plans.get(name).raws().forEach(raw -> digest.text(raw.toString()));
            });
    return digest.hex();
  }

  private record Instrumented(Map<String, ModelInMemory> models, Map<String, Integer> hidden) {
    Sources sources() {
      return new Sources(models, hidden, true);
    }
  }

  private Sources sources() {
    return instrumented().sources();
  }

  private CompiledModels compile(Instrumented models) {
    return CompiledModels.compile(environment, models.sources());
  }

  private Instrumented instrumented() {
    Map<String, ModelInMemory> sources = new LinkedHashMap<>();
    Map<String, Integer> hidden = new LinkedHashMap<>();
    model
        .models()
        .forEach(
            (name, graph) -> {
              Instrumenter.Instrumented instrumented =
                  Instrumenter.instrument(graph, plans.get(name));
              sources.put(name, IrWriter.toMemory(instrumented.model()));
              hidden.put(name, instrumented.hidden());
            });
    return new Instrumented(sources, hidden);
  }
}
