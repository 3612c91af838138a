package org.octet.algorithms.biascorrection.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Corrects biases twice: for the rounding of weights, as {@link FastBiasCorrection} does, and then
 * front to back for what the quantized model really gives, see {@link Sequence}. Each is kept where
 * it brings the outputs nearer. Where an algorithm before has rounded weights and the outputs did
 * not come nearer by that, the nearest codes are tried too, both with corrected biases: rounding
 * decides little before the means are right.
 */
final class BiasCorrection implements Algorithm {
  /** Outputs as near as this, in dB, are not worth a pass over both models unless it is wanted. */
  private static final double ENOUGH = 20;

  private final Settings settings;
  private final FastBiasCorrection fast;
  private final List<Layer> layers = new ArrayList<>();

  /**
   * @param samples calibration samples measured at most
   * @param threshold by how many times the largest bias of its layer a shift may be large
   * @param evaluationSamples calibration samples on which a choice is judged
   * @param maxEvaluations choices judged at most
   * @param minimumGain in dB of the worst output
   * @param always whether for rounding and front to back, whatever the outputs are; else the former
   *     only where the outputs are near enough, or the latter does not help
   */
  record Settings(
      int samples,
      double threshold,
      int evaluationSamples,
      int maxEvaluations,
      double minimumGain,
      boolean always) {}

  BiasCorrection(Settings settings, FastBiasCorrection fast) {
    this.settings = settings;
    this.fast = fast;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    fast.register(models, requests, context);
    for (Map.Entry<String, Model> entry : models.models().entrySet()) {
      for (Operation op : entry.getValue().topologicalOrder()) {
        Layer.of(entry.getKey(), op).filter(layer -> hasChannels(layer, op)).ifPresent(layers::add);
      }
    }
  }

  private static boolean hasChannels(Layer layer, Operation op) {
    return op.output(0)
        .shape()
        .dim(OperationTraits.outputChannelAxis(op, layer.weightPort()))
        .isStatic();
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    List<Layer> quantized =
        layers.stream().filter(layer -> layer.quantizer(models).isPresent()).toList();
    if (quantized.isEmpty()) {
      context.note("bias correction: no layer has a quantized weight");
      return;
    }
    Sequence sequence = new Sequence(Undo.quantization(models), quantized, settings, context);
    judgeRounding(models, sequence, context);
    if (settings.always()) {
      fast.correct(models, statistics, context);
      correct(models, sequence, context);
    } else if (evaluate(List.of(models), context)[0] >= ENOUGH
        || !correct(models, sequence, context)) {
      fast.correct(models, statistics, context);
    }
  }

  /**
   * Corrects front to back, for the rounding of weights too.
   *
   * @return whether that helps
   */
  private boolean correct(OptimizedModel models, Sequence sequence, AlgorithmContext context) {
    List<Correction> corrections = sequence.corrections(models);
    if (corrections.isEmpty()) {
      return false;
    }
    Selection selection =
        new Selection(
                corrections.size(),
                settings.maxEvaluations(),
                settings.minimumGain(),
                choices -> evaluate(models, corrections, choices, context))
            .choose();
    apply(models, corrections, selection.chosen());
    context.note(note(corrections, selection));
    return !selection.chosen().isEmpty();
  }

  private void judgeRounding(OptimizedModel rounded, Sequence sequence, AlgorithmContext context) {
    OptimizedModel nearest = rounded.copy();
    if (!Undo.rounding(nearest)) {
      return;
    }
    double[] plain = evaluate(List.of(nearest, rounded), context);
    if (better(plain[1], plain[0])) {
      return;
    }
    List<OptimizedModel> both = List.of(nearest.copy(), rounded.copy());
    for (OptimizedModel each : both) {
      sequence.corrections(each).forEach(c -> c.apply(each.model(c.layer().model())));
    }
    double[] corrected = evaluate(both, context);
    boolean kept = better(corrected[1], corrected[0]);
    if (!kept) {
      Undo.rounding(rounded);
    }
    context.note(
        String.format(
            Locale.ROOT,
            "weight rounding: %s, judged with corrected biases: worst output %.2f dB, %.2f dB with the nearest codes",
            kept ? "kept" : "not kept",
            corrected[1],
            corrected[0]));
  }

  private double[] evaluate(
      OptimizedModel models, List<Correction> all, List<BitSet> choices, AlgorithmContext context) {
    List<OptimizedModel> candidates = new ArrayList<>();
    for (BitSet choice : choices) {
      OptimizedModel candidate = models.copy();
      apply(candidate, all, choice);
      candidates.add(candidate);
    }
    return evaluate(candidates, context);
  }

  private boolean better(double sqnr, double than) {
    return sqnr >= than + settings.minimumGain() || Double.isNaN(than) && !Double.isNaN(sqnr);
  }

  private double[] evaluate(List<OptimizedModel> candidates, AlgorithmContext context) {
    context.cancellation().check();
    return context.evaluate(candidates, settings.evaluationSamples()).stream()
        .mapToDouble(Evaluation::worst)
        .toArray();
  }

  private static void apply(OptimizedModel models, List<Correction> all, BitSet choice) {
    choice.stream().mapToObj(all::get).forEach(c -> c.apply(models.model(c.layer().model())));
  }

  private static String note(List<Correction> all, Selection selection) {
    return String.format(
        Locale.ROOT,
        "bias correction, front to back: kept for %d of %d layers, worst output %.2f dB, %.2f dB without",
        selection.chosen().cardinality(),
        all.size(),
        selection.scoreOfChosen(),
        selection.scoreOfNone());
  }
}
