package org.octet.algorithms.pot.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Makes the smallest weights zero, over all layers of all models by one threshold, and gives each
 * output channel the mean and the spread back that it had (POT 2023.3, {@code MagnitudeSparsity}).
 */
final class Sparsity implements Algorithm {
  /** The distance of float32 numbers at 1, which POT adds to magnitudes. */
  private static final float EPSILON = Math.ulp(1f);

  private final String name;
  private final double level;
  private final boolean normed;
  private final boolean corrected;
  private final Ignored ignored;
  private final List<SparseLayer> layers = new ArrayList<>();

  /**
   * @param level share of the weights that become zero
   * @param normed whether weights are compared as shares of their layer's length
   * @param corrected whether biases make up for the change of the layers' mean outputs
   */
  Sparsity(String name, double level, boolean normed, boolean corrected, Ignored ignored) {
    this.name = name;
    this.level = level;
    this.normed = normed;
    this.corrected = corrected;
    this.ignored = ignored;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    ignored.check(models);
    Map<Operation, Boolean> constants = new IdentityHashMap<>();
    models
        .models()
        .forEach(
            (modelName, model) -> {
              Set<Operation> first = normed ? Set.of() : FirstConvolutions.of(model);
              for (Operation op : model.topologicalOrder()) {
                if (ignored.takes(op) && !first.contains(op)) {
                  SparseLayer.of(modelName, op)
                      .filter(l -> constants.put(l.constant(models), true) == null)
                      .ifPresent(layers::add);
                }
              }
            });
    if (layers.isEmpty()) {
      throw new UnsupportedModelException(
          name + ": there is no convolution or MatMul with float weights");
    }
    if (corrected) {
      layers.forEach(layer -> layer.request(requests));
    }
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    float threshold = threshold(models);
    long zeros = 0;
    long all = 0;
    for (SparseLayer layer : layers) {
      context.cancellation().check();
      float[] before = layer.weights(models);
      float[] after = before.clone();
      boolean[] kept = kept(before, threshold);
      layer.channels(models).restore(before, after, kept);
      layer.setWeights(models, after);
      if (corrected) {
        layer.correctBias(models, before, after, statistics);
      }
      for (float w : after) {
        zeros += w == 0 ? 1 : 0;
      }
      all += after.length;
    }
    context.note(
        "%s: %d of %d weights in %d layers are zero (%.1f %%)"
            .formatted(name, zeros, all, layers.size(), 100.0 * zeros / all));
  }

  private float threshold(OptimizedModel models) {
    int count = 0;
    for (SparseLayer layer : layers) {
      count = Math.addExact(count, layer.weights(models).length);
    }
    float[] pool = new float[count];
    int at = 0;
    for (SparseLayer layer : layers) {
      float[] magnitudes = magnitudes(layer.weights(models));
      System.arraycopy(magnitudes, 0, pool, at, magnitudes.length);
      at += magnitudes.length;
    }
    Arrays.sort(pool);
    return pool[Math.min((int) (level * count), count - 1)];
  }

  private float[] magnitudes(float[] weights) {
    double squares = 0;
    for (float w : weights) {
      squares += (double) w * w;
    }
    float length = normed && squares > 0 ? (float) Math.sqrt(squares) : 1;
    float[] magnitudes = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      magnitudes[i] = (Math.abs(weights[i]) + EPSILON) / length;
    }
    return magnitudes;
  }

  private boolean[] kept(float[] weights, float threshold) {
    float[] magnitudes = magnitudes(weights);
    boolean[] kept = new boolean[weights.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = magnitudes[i] >= threshold;
    }
    return kept;
  }
}
