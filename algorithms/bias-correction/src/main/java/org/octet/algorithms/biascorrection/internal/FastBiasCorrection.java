package org.octet.algorithms.biascorrection.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Corrects biases for the shift of the mean that the rounding of weights causes. The shift follows
 * from the weights and the means of each layer's input, without running anything; whether it is
 * worth having is judged by the outputs on calibration samples.
 */
final class FastBiasCorrection implements Algorithm {
  /**
   * Corrections that lower the noise of their layers by less, in dB on average, are not worth a
   * comparison: outputs gain about half of it, or nothing.
   */
  private static final double LEAST_PROMISE = 0.15;

  private final int weightBits;
  private final int evaluationSamples;
  private final int maxEvaluations;
  private final double minimumGain;

  /** The layers, and the biases that they have in the float model. */
  private final Map<Layer, Optional<Tensor>> layers = new LinkedHashMap<>();

  FastBiasCorrection(
      int weightBits, int evaluationSamples, int maxEvaluations, double minimumGain) {
    this.weightBits = weightBits;
    this.evaluationSamples = evaluationSamples;
    this.maxEvaluations = maxEvaluations;
    this.minimumGain = minimumGain;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    for (Map.Entry<String, Model> entry : models.models().entrySet()) {
      for (Operation op : entry.getValue().topologicalOrder()) {
        // the means of what would not be corrected are not measured
        Layer.of(entry.getKey(), op)
            .filter(layer -> !Rounding.onGrid(op, layer.weightPort(), weightBits))
            .ifPresent(layer -> layers.put(layer, layer.bias(entry.getValue())));
      }
    }
    layers.keySet().forEach(layer -> requests.request(layer.mean()));
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    correct(models, statistics, context);
  }

  /** Does it. */
  void correct(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    List<Correction> corrections = new ArrayList<>();
    for (Layer layer : layers.keySet()) {
      context.cancellation().check();
      correction(layer, models, statistics).ifPresent(corrections::add);
    }
    if (corrections.isEmpty()) {
      context.note("bias correction: no layer has a rounded weight to correct for");
      return;
    }
    double promise =
        corrections.stream().mapToDouble(c -> Promise.of(c, models)).average().orElseThrow();
    if (promise < Math.max(LEAST_PROMISE, minimumGain)) {
      context.note(
          String.format(
              Locale.ROOT,
              "bias correction: not tried, it lowers the noise of layers by %.2f dB at most",
              promise));
      return;
    }
    Selection selection =
        new Selection(
                corrections.size(),
                maxEvaluations,
                minimumGain,
                choices -> evaluate(models, corrections, choices, context))
            .choose();
    apply(models, corrections, selection.chosen());
    context.note(note(corrections, selection));
  }

  private Optional<Correction> correction(
      Layer layer, OptimizedModel models, Statistics statistics) {
    Operation op = layer.in(models.model(layer.model()));
    Optional<FakeQuantize> quantizer = layer.quantizer(models);
    // a bias that an algorithm before has changed has had its correction
    if (quantizer.isEmpty() || !layer.bias(models.model(layer.model())).equals(layers.get(layer))) {
      return Optional.empty();
    }
    Shape shape = quantizer.get().data().shape().toShape().orElseThrow();
    float[] rounded = Layer.rounded(quantizer.get());
    float[] error = layer.weight(models, quantizer.get());
    if (Rounding.subtract(error, rounded)) {
      return Optional.empty();
    }
    float[] mean = statistics.get(layer.mean());
    float[] shift = MeanShift.of(op, layer.weightPort(), error, shape, mean, layer.windowed());
    return isZero(shift) ? Optional.empty() : Optional.of(new Correction(layer, shift));
  }

  private static boolean isZero(float[] values) {
    for (float v : values) {
      if (v != 0) {
        return false;
      }
    }
    return true;
  }

  private double[] evaluate(
      OptimizedModel models, List<Correction> all, List<BitSet> choices, AlgorithmContext context) {
    context.cancellation().check();
    List<OptimizedModel> candidates = new ArrayList<>();
    for (BitSet choice : choices) {
      OptimizedModel candidate = models.copy();
      apply(candidate, all, choice);
      candidates.add(candidate);
    }
    return context.evaluate(candidates, evaluationSamples).stream()
        .mapToDouble(Evaluation::worst)
        .toArray();
  }

  private static void apply(OptimizedModel models, List<Correction> all, BitSet choice) {
    choice.stream().mapToObj(all::get).forEach(c -> c.apply(models.model(c.layer().model())));
  }

  private static String note(List<Correction> all, Selection selection) {
    BitSet chosen = selection.chosen();
    String left =
        chosen.isEmpty() || chosen.cardinality() == all.size()
            ? ""
            : "; without "
                + IntStream.range(0, all.size())
                    .filter(i -> !chosen.get(i))
                    .mapToObj(i -> all.get(i).layer().operation())
                    .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "bias correction: kept for %d of %d layers, worst output %.2f dB, %.2f dB without%s",
        chosen.cardinality(),
        all.size(),
        selection.scoreOfChosen(),
        selection.scoreOfNone(),
        left);
  }
}
