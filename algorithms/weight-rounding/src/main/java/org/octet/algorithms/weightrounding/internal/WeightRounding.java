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
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Rounds quantized weights by the second moments of their layers' inputs; see {@link Feedback}. The
 * moments of some layers at a time are measured on the float model, so that memory is bounded. A
 * row is kept where its error falls, and all together where the outputs come nearer.
 */
final class WeightRounding implements Algorithm {
  /** Moments measured in one pass, at most: 64 MB while they are summed. */
  private static final long TOGETHER = 8 << 20;

  private final int samples;
  private final int positions;
  private final int largest;
  private final int evaluationSamples;
  private final double minimumGain;
  private final List<Layer> layers = new ArrayList<>();
  private OptimizedModel floats;

  WeightRounding(
      int samples, int positions, int largest, int evaluationSamples, double minimumGain) {
    this.samples = samples;
    this.positions = positions;
    this.largest = largest;
    this.evaluationSamples = evaluationSamples;
    this.minimumGain = minimumGain;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    floats = models.copy();
    for (Map.Entry<String, Model> entry : models.models().entrySet()) {
      for (Operation op : entry.getValue().topologicalOrder()) {
        Layer.of(entry.getKey(), op).filter(l -> l.size() <= largest).ifPresent(layers::add);
      }
    }
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    int perSample = Math.max(16, positions / Math.max(1, Math.min(samples, statistics.samples())));
    List<Rounded> rounded = new ArrayList<>();
    List<Layer> batch = new ArrayList<>();
    long moments = 0;
    for (Layer layer : layers) {
      if (!isQuantized(layer, models)) {
        continue;
      }
      if (moments + layer.moments() > TOGETHER && !batch.isEmpty()) {
        rounded.addAll(round(batch, perSample, models, context));
        batch.clear();
        moments = 0;
      }
      batch.add(layer);
      moments += layer.moments();
    }
    if (!batch.isEmpty()) {
      rounded.addAll(round(batch, perSample, models, context));
    }
    keep(rounded, models, context);
  }

  private static boolean isQuantized(Layer layer, OptimizedModel models) {
    return Rounded.quantizer(layer, models.model(layer.model()))
        .filter(fq -> Rounded.fits(layer, fq))
        .isPresent();
  }

  private List<Rounded> round(
      List<Layer> batch, int perSample, OptimizedModel models, AlgorithmContext context) {
    context.cancellation().check();
    List<StatisticRequest> requests =
        batch.stream().map(layer -> layer.request(perSample)).distinct().toList();
    Statistics measured = context.measure(floats, requests, samples);
    List<Rounded> rounded = new ArrayList<>();
    for (Layer layer : batch) {
      context.cancellation().check();
      FakeQuantize quantizer = Rounded.quantizer(layer, models.model(layer.model())).orElseThrow();
      Optional<Rounded> found =
          Rounded.of(layer, quantizer, measured.get(layer.request(perSample)));
      found.ifPresent(rounded::add);
    }
    return rounded;
  }

  private void keep(List<Rounded> rounded, OptimizedModel models, AlgorithmContext context) {
    if (rounded.isEmpty()) {
      context.note("weight rounding: the nearest codes are the best for all layers");
      return;
    }
    OptimizedModel candidate = models.copy();
    rounded.forEach(r -> r.apply(candidate.model(r.layer().model())));
    List<Evaluation> both = context.evaluate(List.of(models, candidate), evaluationSamples);
    double before = both.get(0).worst();
    double after = both.get(1).worst();
    boolean kept = after >= before + minimumGain || Double.isNaN(before) && !Double.isNaN(after);
    if (kept) {
      rounded.forEach(r -> r.apply(models.model(r.layer().model())));
    }
    context.note(
        String.format(
            Locale.ROOT,
            "weight rounding: %s for %d layers, worst output %.2f dB, %.2f dB with the nearest codes",
            kept ? "kept" : "not kept",
            rounded.size(),
            after,
            before));
  }
}
