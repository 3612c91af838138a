package org.octet.api.device;

import java.util.List;

/**
 * The quantizers that one operation type can take, best first.
 *
 * @param type operation type; a depth-wise GroupConvolution is {@code DepthwiseConvolution}, a
 *     Gather of rows from a constant table {@code Embedding}
 * @param activations candidates for activations; empty for an embedding, which has none
 * @param weights candidates for constant weights; empty: weights are not quantized on their own
 * @param outputs candidates for the result, which then gets a quantizer whoever reads it; of these
 *     and those of the readers, the one of fewest bits is taken. Empty: results are quantized only
 *     for their readers
 */
public record OperationConfig(
    String type,
    List<QuantizerConfig> activations,
    List<QuantizerConfig> weights,
    List<QuantizerConfig> outputs) {
  /** Copies the lists. */
  public OperationConfig {
    activations = List.copyOf(activations);
    weights = List.copyOf(weights);
    outputs = List.copyOf(outputs);
  }

  /** A type whose result is quantized for its readers only. */
  public OperationConfig(
      String type, List<QuantizerConfig> activations, List<QuantizerConfig> weights) {
    this(type, activations, weights, List.of());
  }
}
