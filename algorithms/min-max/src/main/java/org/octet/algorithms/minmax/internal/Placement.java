package org.octet.algorithms.minmax.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.model.Operation;

/**
 * Where the quantizers of one model go.
 *
 * @param activations in topological order
 * @param weights in topological order
 * @param firstLayers names of the quantized plain convolutions that come first on a path from an
 *     input
 * @param verdicts per operation that computes something, in topological order
 */
record Placement(
    List<ActivationQuantizer> activations,
    List<WeightQuantizer> weights,
    Set<String> firstLayers,
    Map<Operation, Verdict> verdicts) {
  Placement {
    activations = List.copyOf(activations);
    weights = List.copyOf(weights);
    firstLayers = Set.copyOf(firstLayers);
  }

  /** Whether quantizers are at the same places as in another placement for the same model. */
  boolean hasPlacesOf(Placement other) {
    return places().equals(other.places()) && weights.equals(other.weights);
  }

  private List<List<Object>> places() {
    return activations.stream()
        .map(q -> List.<Object>of(q.tensor(), q.consumers(), q.apart(), q.group()))
        .toList();
  }
}
