package org.octet.api.runtime;

import java.util.List;

/**
 * One layer of the graph as the device executes it.
 *
 * @param name name of the executed layer
 * @param type kind of layer, such as {@code Convolution} or {@code Reorder}
 * @param implementation the kernel, such as {@code brgconv_avx512_f32}
 * @param precision precision it runs in, such as {@code f32} or {@code i8}
 * @param originalNames operations of the model that were fused into it
 * @param order position in the execution, from 0
 */
public record ExecutedLayer(
    String name,
    String type,
    String implementation,
    String precision,
    List<String> originalNames,
    int order) {
  /** Copies the list. */
  public ExecutedLayer {
    originalNames = List.copyOf(originalNames);
  }
}
