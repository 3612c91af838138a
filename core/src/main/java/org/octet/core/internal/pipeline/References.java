package org.octet.core.internal.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.octet.api.tensor.Tensor;

/** Keeps outputs of the float model, as many as fit into memory. Thread-safe. */
final class References {
  private final long capacity;
  private final Map<Integer, Map<String, Tensor>> outputs = new HashMap<>();
  private final Set<Integer> skipped = new HashSet<>();
  private long bytes;

  /**
   * @param capacity bytes kept at most
   */
  References(long capacity) {
    this.capacity = capacity;
  }

  /** The outputs of the sample with this index in the loader, or null. */
  synchronized Map<String, Tensor> get(int index) {
    return outputs.get(index);
  }

  /** Takes note of a sample that cannot be read. */
  synchronized void skip(int index) {
    skipped.add(index);
  }

  /** Whether a sample is known to be unreadable. */
  synchronized boolean skips(int index) {
    return skipped.contains(index);
  }

  /** Keeps a copy of the outputs that are compared, if they fit. */
  synchronized void keep(int index, Map<String, Tensor> sampleOutputs) {
    long size = 0;
    for (Tensor tensor : sampleOutputs.values()) {
      size += tensor.bytes().capacity();
    }
    if (bytes + size > capacity || outputs.containsKey(index)) {
      return;
    }
    bytes += size;
    Map<String, Tensor> copies = new LinkedHashMap<>();
    sampleOutputs.forEach((name, tensor) -> copies.put(name, tensor.copy()));
    outputs.put(index, copies);
  }
}
