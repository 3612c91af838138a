package org.octet.core.internal.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.octet.api.BenchmarkResult;
import org.octet.api.BenchmarkResult.ModelSpeed;
import org.octet.api.BenchmarkResult.Range;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.core.internal.execution.Blame;

/**
 * Times models in rounds, each model once per round, so that what else the machine does hits all
 * alike. Throughput with as many requests as threads, each on a worker of its own; latency with one
 * request of a model compiled for one.
 */
final class Benchmarks {
  private static final int WARM_UPS = 3;

  private Benchmarks() {}

  private record Subject(String name, long weightsBytes, CompiledModel many, CompiledModel one) {}

  static BenchmarkResult run(JobContext context, double seconds, int rounds) {
    context.progress().stage("load", 0, "");
    List<LoadedModel> models = context.modelLoader().load(context.plan().models());
    InferenceRuntime runtime = context.runtime();
    String device = context.plan().runtime().device();
    int threads = context.plan().runtime().threads();
    List<Subject> subjects = new ArrayList<>();
    for (LoadedModel model : models) {
      subjects.add(
          new Subject(
              model.fileName(),
              size(model.files().weights()),
              compile(context, runtime, model, CompileOptions.of(device, threads)),
              compile(context, runtime, model, CompileOptions.of(device, 1))));
    }
    double[][] throughput = new double[subjects.size()][rounds];
    double[][] latency = new double[subjects.size()][rounds];
    context.progress().stage("benchmark", (long) rounds * subjects.size(), "measurements");
    int done = 0;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < subjects.size(); i++) {
        Subject subject = subjects.get(i);
        Cancellation cancellation = context.cancellation();
        cancellation.check();
        throughput[i][round] = throughput(subject.many(), threads, seconds, cancellation);
        latency[i][round] = latency(subject.one(), seconds, cancellation);
        context.progress().advance(++done);
      }
    }
    return new BenchmarkResult(
        1, speeds(subjects, throughput, latency), threads, context.deviceName());
  }

  private static CompiledModel compile(
      JobContext context, InferenceRuntime runtime, LoadedModel model, CompileOptions options) {
    return context
        .closer()
        .add(Blame.on("the runtime", () -> runtime.compile(model.files(), options)));
  }

  private static long size(Path weights) {
    try {
      return weights == null ? 0 : Files.size(weights);
    } catch (IOException e) {
      return 0;
    }
  }

  private static double throughput(
      CompiledModel model, int threads, double seconds, Cancellation cancellation) {
    try (InferLoop loop = new InferLoop(model, threads, cancellation)) {
      loop.warmUp(WARM_UPS);
      return loop.run(seconds).perSecond();
    }
  }

  private static double latency(CompiledModel model, double seconds, Cancellation cancellation) {
    try (InferLoop loop = new InferLoop(model, 1, cancellation)) {
      loop.warmUp(WARM_UPS);
      return loop.run(seconds).medianMillis();
    }
  }

  private static List<ModelSpeed> speeds(
      List<Subject> subjects, double[][] throughput, double[][] latency) {
    List<ModelSpeed> speeds = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      double[] ratios = new double[throughput[i].length];
      for (int round = 0; round < ratios.length; round++) {
        ratios[round] = throughput[i][round] / throughput[0][round];
      }
      Subject subject = subjects.get(i);
      speeds.add(
          new ModelSpeed(
              subject.name(),
              median(throughput[i]),
              median(latency[i]),
              median(ratios),
              subject.weightsBytes(),
              range(throughput[i]),
              range(latency[i])));
    }
    return speeds;
  }

  private static Range range(double[] values) {
    DoubleSummaryStatistics summary = Arrays.stream(values).summaryStatistics();
    return new Range(summary.getMin(), summary.getMax());
  }

  /** The middle value; of an even number the mean of the middle two. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
