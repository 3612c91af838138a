package org.octet.api.device;

import java.util.List;

/**
 * The quantizers that one operation type can take, best first.
 *
 * @param type operation type; a depth-wise GroupConvolution is {@code DepthwiseConvolution}, a
 *     Gather of rows from a constant table {@code Embedding}
 * @param activations candidates for activations; empty for an embedding, which has none
 * @param weights candidates for constant weights; empty: weights are not quantized on their own
 */
public record OperationConfig(
    String type, List<QuantizerConfig> activations, List<QuantizerConfig> weights) {
  /** Copies the lists. */
  public OperationConfig {
    activations = List.copyOf(activations);
    weights = List.copyOf(weights);
  }
}
