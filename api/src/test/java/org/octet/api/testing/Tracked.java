package org.octet.api.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Tensor;

/** Copies of tensors that count how often they were closed. */
final class Tracked {
  private final AtomicInteger closed = new AtomicInteger();

  /** How many were closed. */
  int closed() {
    return closed.get();
  }

  Map<String, Tensor> copy(Map<String, Tensor> tensors) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    tensors.forEach(
        (name, t) -> {
          Tensor copy = t.copy();
          copies.put(name, Tensor.of(t.type(), t.shape(), copy.bytes(), closed::incrementAndGet));
        });
    return copies;
  }

  Sample copy(Sample sample) {
    return new Sample(sample.id(), copy(sample.data()), sample.annotation(), sample.placement());
  }
}
