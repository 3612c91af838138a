package org.octet.algorithms.equalization.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Proposes to rescale channels of tensors where they are quantized, so that small channels keep
 * more codes: each tensor only where the expected noise of the layers behind it falls. Whoever
 * inserts quantizers builds it into them, or leaves it.
 */
final class Equalization implements Algorithm {
  private final Kind kind;
  private final Predicate<Model> models;
  private final int activationSteps;
  private final int weightSteps;
  private final double minimumGain;
  private final List<Group> groups = new ArrayList<>();

  /**
   * @param kind whose inputs
   * @param models which models
   * @param minimumGain by how many dB the noise must fall
   */
  Equalization(
      Kind kind, Predicate<Model> models, int activationBits, int weightBits, double minimumGain) {
    this.kind = kind;
    this.models = models;
    this.activationSteps = (1 << activationBits) - 1;
    this.weightSteps = (1 << weightBits - 1) - 1;
    this.minimumGain = minimumGain;
  }

  @Override
  public void register(
      OptimizedModel optimized, StatisticRequests requests, AlgorithmContext context) {
    for (Map.Entry<String, Model> entry : optimized.models().entrySet()) {
      if (models.test(entry.getValue())) {
        groups.addAll(Group.of(entry.getKey(), entry.getValue(), kind));
      }
    }
    groups.forEach(group -> group.request(requests));
  }

  @Override
  public void apply(OptimizedModel optimized, Statistics statistics, AlgorithmContext context) {
    Map<Group, Search.Found> found = new LinkedHashMap<>();
    double gains = 0;
    for (Group group : groups) {
      context.cancellation().check();
      Search.Found best = Search.best(noise(group, optimized, statistics));
      if (best.gain() >= minimumGain) {
        found.put(group, best);
        gains += best.gain();
      }
    }
    if (found.isEmpty() || gains < kind.leastPromise() * groups.size()) {
      return;
    }
    found.forEach((group, best) -> propose(group, best.scales(), optimized));
    context.note(
        String.format(
            Locale.ROOT,
            "%s: %d of %d inputs of %s would be quantized better with rescaled channels, by %.1f dB on average",
            kind.algorithm(),
            found.size(),
            groups.size(),
            kind.words(),
            gains / found.size()));
  }

  private static void propose(Group group, float[] scales, OptimizedModel optimized) {
    float[] factors = new float[scales.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = 1 / scales[c];
    }
    optimized.rescale(group.tensor(), group.axis(), factors, new float[factors.length]);
  }

  private Noise noise(Group group, OptimizedModel optimized, Statistics statistics) {
    return new Noise(
        group.channels(statistics),
        group.weights(optimized.model(group.tensor().model())),
        activationSteps,
        weightSteps);
  }
}
