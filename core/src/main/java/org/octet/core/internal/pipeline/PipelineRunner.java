package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.QuantizationReport.Timing;
import org.octet.api.SkippedSample;
import org.octet.api.device.TargetDevice;
import org.octet.api.engine.Engine;
import org.octet.api.error.OctetException;
import org.octet.api.error.QualityException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.core.internal.cache.SampleCache;
import org.octet.core.internal.calibration.CollectedStatistics;
import org.octet.core.internal.calibration.RequestList;
import org.octet.core.internal.calibration.StatisticsCollector;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.layers.LayerErrors;

/**
 * Runs a pipeline: all algorithms ask for statistics, one pass measures them, the algorithms change
 * a copy of the model in turn, weights are stored as integers, and the guard compares the result.
 */
public final class PipelineRunner {
  /** As many samples as comparisons usually take. */
  private static final int COMPARED = 50;

  private final OptimizedModel floatModel;
  private final List<NamedAlgorithm> algorithms;
  private final Samples samples;
  private final Engine engine;
  private final TargetDevice device;
  private final Environment environment;
  private final Optional<SampleCache> cache;
  private final boolean measured;
  private final List<Timing> timings = new ArrayList<>();

  private PipelineRunner(
      OptimizedModel floatModel,
      List<NamedAlgorithm> algorithms,
      Samples samples,
      Engine engine,
      TargetDevice device,
      Environment environment,
      Optional<SampleCache> cache,
      boolean measured) {
    this.floatModel = floatModel;
    this.algorithms = algorithms;
    this.samples = samples;
    this.engine = engine;
    this.device = device;
    this.environment = environment;
    this.cache = cache;
    this.measured = measured;
  }

  /**
   * Optimizes a copy of the model.
   *
   * @param floatModel the model; not changed. Names of operations are unique in each of its models
   * @param algorithms the algorithms in order, made for this run
   * @param samples calibration samples
   * @param guard demands on the result
   * @param cache statistics of other runs; empty: none are taken or kept. Where {@code timings} are
   *     asked for, none are
   * @param timings whether to decode apart and to time the plain model too: stages {@code decode}
   *     and {@code plain} are then reported, the latter being extra work
   * @throws QualityException when the guard refuses the result
   * @throws OctetException when the data, the model, a plugin or the runtime do not allow it
   */
  public static PipelineResult run(
      OptimizedModel floatModel,
      List<NamedAlgorithm> algorithms,
      Samples samples,
      Engine engine,
      TargetDevice device,
      Guard guard,
      Environment environment,
      Optional<SampleCache> cache,
      boolean timings) {
    return new PipelineRunner(
            floatModel,
            List.copyOf(algorithms),
            samples,
            engine,
            device,
            environment,
            cache,
            timings)
        .run(guard);
  }

  private PipelineResult run(Guard guard) {
    Evaluator evaluator = new Evaluator(floatModel, samples, engine, environment);
    OptimizedModel working = floatModel.copy();
    PipelineContext context = new PipelineContext(device, environment, evaluator, working);
    // before anything is compared: it says which outputs decide, and comparisons are kept
    GuardStage stage = new GuardStage(guard, floatModel, samples, engine, evaluator, context);
    CollectedStatistics statistics = measure(working, context, evaluator);
    evaluator.reference(statistics::sources);
    Statistics live = statistics.rescaledBy(working);
    for (NamedAlgorithm each : algorithms) {
      environment.cancellation().check();
      environment.progress().stage(each.name(), 0, "");
      timed(
          each.name(),
          () ->
              Blame.on(who(each), () -> each.algorithm().apply(each.its(working), live, context)));
    }
    GuardStage.Guarded guarded = timed("guard", () -> stage.hold(working));
    LayerErrors.Result layers = LayerStage.NOTHING;
    if (guard.layers()) {
      layers =
          timed(
              "layers",
              () -> LayerStage.measure(floatModel, guarded.model(), samples, engine, context));
    }
    return result(guarded, stage.search(), context, statistics, layers);
  }

  private CollectedStatistics measure(
      OptimizedModel working, PipelineContext context, Evaluator evaluator) {
    RequestList requests = new RequestList(floatModel);
    timed(
        "prepare",
        () ->
            algorithms.forEach(
                each ->
                    Blame.on(
                        who(each),
                        () -> each.algorithm().register(each.its(working), requests, context))));
    Set<StatisticRequest> asked = requests.requests();
    CollectedStatistics statistics =
        measured
            ? StatisticsCollector.measure(floatModel, asked, samples, engine, environment)
            : StatisticsCollector.collect(
                floatModel,
                asked,
                samples,
                engine,
                environment,
                cache,
                Optional.of(run -> evaluator.listener(run, COMPARED)));
    addTimings(statistics.run());
    statistics.run().cacheProblem().ifPresent(context::note);
    if (statistics.run().cached() > 0) {
      context.note(
          "statistics of %d of %d samples came from the cache of earlier runs; --no-cache measures them anew"
              .formatted(statistics.run().cached(), samples.size()));
    }
    return statistics;
  }

  private void addTimings(CollectedStatistics.Run run) {
    timings.add(new Timing("compile", run.compileSeconds()));
    if (run.plainSeconds() >= 0) {
      timings.add(new Timing("decode", run.decodeSeconds()));
    }
    timings.add(new Timing("calibrate", run.runSeconds()));
    if (run.plainSeconds() >= 0) {
      timings.add(new Timing("plain", run.plainSeconds()));
    }
  }

  private static String who(NamedAlgorithm each) {
    return "algorithm '" + each.name() + "'";
  }

  private PipelineResult result(
      GuardStage.Guarded guarded,
      GuardSearch search,
      PipelineContext context,
      CollectedStatistics statistics,
      LayerErrors.Result layers) {
    List<SkippedSample> skipped = statistics.run().skipped();
    return new PipelineResult(
        guarded.model(),
        context.ledger().entries(floatModel, device),
        LayerStage.withClipped(
            QuantizerScan.scan(guarded.model().models(), guarded.weights()), layers),
        guarded.sqnr(),
        search,
        layers.layers(),
        context.notes(),
        timings,
        skipped,
        statistics.samples(),
        statistics.run().deviceProperties());
  }

  private <T> T timed(String stage, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    timings.add(new Timing(stage, (System.nanoTime() - start) * 1e-9));
    return result;
  }

  private void timed(String stage, Runnable work) {
    timed(
        stage,
        () -> {
          work.run();
          return null;
        });
  }
}
