package org.octet.api.device;

import java.util.List;

/**
 * The quantizers that one operation type can take, best first.
 *
 * @param type operation type; a depth-wise GroupConvolution is {@code DepthwiseConvolution}
 * @param activations candidates for activations, never empty
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
