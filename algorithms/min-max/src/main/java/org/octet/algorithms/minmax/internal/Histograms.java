package org.octet.algorithms.minmax.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;

/**
 * How the values of whole tensors are spread between their extremes. Measured in a pass of its own
 * when first asked for: the extremes have to be known, and few runs want it. Used by one thread.
 */
final class Histograms {
  /** Eight for each code of the widest range. */
  private static final int BINS = 2048;

  private static final int SAMPLES = 16;

  private final OptimizedModel models;
  private final AlgorithmContext context;
  private final Map<TensorId, StatisticRequest> requests = new LinkedHashMap<>();
  private final Map<TensorId, Histogram> known = new HashMap<>();

  /**
   * @param models the float models, as they are when the first histogram is asked for
   * @param placements where quantizers go
   * @param estimator tells the extremes
   */
  Histograms(
      OptimizedModel models,
      Collection<Placement> placements,
      RangeEstimator estimator,
      Statistics statistics,
      AlgorithmContext context) {
    this.models = models;
    this.context = context;
    for (Placement placement : placements) {
      for (ActivationQuantizer q : placement.activations()) {
        if (!q.config().perChannel()) {
          Extremes seen = estimator.extremes(q, statistics);
          request(q.tensor(), Math.min(0, seen.min()[0]), seen.magnitude(false)[0]);
        }
      }
    }
  }

  private void request(TensorId tensor, float low, float high) {
    if (low < high) {
      Reducer reducer = new Reducer.Histogram(low, high, BINS);
      requests.put(tensor, StatisticRequest.perTensor(tensor, reducer, Aggregator.MEAN));
    }
  }

  /** That of a tensor; empty where it has only one value. */
  Optional<Histogram> of(TensorId tensor) {
    if (known.isEmpty() && !requests.isEmpty()) {
      Statistics measured = context.measure(models, requests.values(), SAMPLES);
      requests.forEach(
          (id, request) -> {
            Reducer.Histogram r = (Reducer.Histogram) request.reducer();
            known.put(id, new Histogram(r.low(), r.high(), measured.get(request)));
          });
    }
    return Optional.ofNullable(known.get(tensor));
  }
}
