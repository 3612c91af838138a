package org.octet.algorithms.weightrounding.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Rounds quantized weights by the second moments of their layers' inputs; see {@link Feedback}. The
 * moments of some layers at a time are measured on the model without its quantizers, so that memory
 * is bounded. A row is kept where its error falls, and all together where the outputs come nearer.
 */
final class WeightRounding implements Algorithm {
  /** Moments measured in one pass, at most: 64 MB while they are summed. */
  private static final long TOGETHER = 8 << 20;

  /** Positions of a sample, at least; a network of a cascade sees many pictures for each. */
  private static final int FEW = 16;

  private final Settings settings;

  /**
   * @param samples calibration samples on which inputs are measured, at most
   * @param positions looked at over all samples
   * @param largest weights of an output channel that are rounded together
   * @param evaluationSamples calibration samples on which the result is judged
   * @param minimumGain in dB of the worst output
   * @param judged whether it is kept only for that gain
   */
  record Settings(
      int samples,
      int positions,
      int largest,
      int evaluationSamples,
      double minimumGain,
      boolean judged) {}

  /**
   * A layer whose weight can be rounded.
   *
   * @param parts into which an output channel's weights are divided
   */
  private record Task(Layer layer, FakeQuantize quantizer, int parts, StatisticRequest request) {}

  WeightRounding(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    // what is needed is too much for one pass
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    OptimizedModel floats = withoutQuantizers(models);
    int taken = Math.max(1, Math.min(settings.samples, statistics.samples()));
    int perSample = models.names().size() > 1 ? FEW : Math.max(FEW, settings.positions / taken);
    List<Task> tasks = tasks(models, floats, perSample, context);
    List<Rounded> rounded = new ArrayList<>();
    for (int from = 0; from < tasks.size(); ) {
      int to = from;
      long moments = 0;
      while (to < tasks.size() && (to == from || moments + moments(tasks.get(to)) <= TOGETHER)) {
        moments += moments(tasks.get(to++));
      }
      rounded.addAll(round(tasks.subList(from, to), floats, context));
      from = to;
    }
    keep(rounded, models, context);
  }

  private static OptimizedModel withoutQuantizers(OptimizedModel models) {
    OptimizedModel floats = models.copy();
    for (Model model : floats.models().values()) {
      for (Operation op : model.operations()) {
        FakeQuantize.of(op)
            .ifPresent(
                fq -> {
                  List<Input> readers = List.copyOf(op.output(0).consumers());
                  readers.forEach(reader -> reader.connect(fq.data()));
                });
      }
    }
    return floats;
  }

  private List<Task> tasks(
      OptimizedModel models, OptimizedModel floats, int perSample, AlgorithmContext context) {
    List<Task> tasks = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, Model> entry : models.models().entrySet()) {
      for (Operation op : entry.getValue().topologicalOrder()) {
        if (!hasQuantizedWeight(op)) {
          continue;
        }
        Operation inFloat = floats.model(entry.getKey()).operation(op.name()).orElseThrow();
        Optional<Task> task =
            Layer.of(entry.getKey(), inFloat)
                .flatMap(l -> Rounded.quantizer(l, op).map(fq -> task(l, fq, perSample)));
        task.ifPresentOrElse(tasks::add, () -> others.add(op.name()));
      }
    }
    if (!others.isEmpty()) {
      context.note(
          "weight rounding: nearest codes where a weight is shared, computed with others, or of a"
              + " transposed convolution: "
              + String.join(", ", others));
    }
    // what is on a grid already is not worth measuring
    return tasks.stream().filter(task -> !Rounded.isOnGrid(task.quantizer)).toList();
  }

  private static boolean hasQuantizedWeight(Operation op) {
    return OperationTraits.isLinear(op)
        && op.inputs().stream()
            .map(input -> FakeQuantize.of(input.source().operation()))
            .anyMatch(fq -> fq.isPresent() && isConstant(fq.get()));
  }

  private static boolean isConstant(FakeQuantize quantizer) {
    return OperationTraits.constantBehind(quantizer.data()).isPresent();
  }

  private Task task(Layer layer, FakeQuantize quantizer, int perSample) {
    int parts = layer.parts(settings.largest, TOGETHER);
    return new Task(layer, quantizer, parts, layer.request(parts, perSample));
  }

  private static long moments(Task task) {
    return task.layer.moments(task.parts);
  }

  private List<Rounded> round(List<Task> tasks, OptimizedModel floats, AlgorithmContext context) {
    context.cancellation().check();
    List<StatisticRequest> requests = tasks.stream().map(Task::request).distinct().toList();
    Statistics measured = context.measure(floats, requests, settings.samples);
    List<Rounded> rounded = new ArrayList<>();
    for (Task task : tasks) {
      context.cancellation().check();
      Rounded.of(task.layer, task.quantizer, measured.get(task.request), task.parts)
          .ifPresent(rounded::add);
    }
    return rounded;
  }

  private void keep(List<Rounded> rounded, OptimizedModel models, AlgorithmContext context) {
    if (rounded.isEmpty()) {
      context.note("weight rounding: the nearest codes are the best for all layers");
      return;
    }
    OptimizedModel candidate = models.copy();
    rounded.forEach(r -> r.apply(candidate));
    List<Evaluation> both =
        context.evaluate(List.of(models, candidate), settings.evaluationSamples);
    double before = both.get(0).worst();
    double after = both.get(1).worst();
    boolean better =
        after >= before + settings.minimumGain || Double.isNaN(before) && !Double.isNaN(after);
    if (better || !settings.judged) {
      rounded.forEach(r -> r.apply(models));
    }
    context.note(
        String.format(
            Locale.ROOT,
            "weight rounding: %s for %d layers, worst output %.2f dB, %.2f dB with the nearest codes",
            better ? "kept" : settings.judged ? "not kept" : "not judged yet",
            rounded.size(),
            after,
            before));
  }
}
