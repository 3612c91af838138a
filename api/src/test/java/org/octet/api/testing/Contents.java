package org.octet.api.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Prediction;
import org.octet.api.tensor.Tensor;

/** Deep copies that can be compared by value. Stateless. */
final class Contents {
  private Contents() {}

  /** Type, shape and bytes. */
  static Object of(Tensor tensor) {
    return List.of(tensor.type(), tensor.shape(), tensor.copy().bytes());
  }

  /** Tensors by name. */
  static Map<String, Object> of(Map<String, Tensor> tensors) {
    Map<String, Object> copies = new LinkedHashMap<>();
    tensors.forEach((name, t) -> copies.put(name, of(t)));
    return copies;
  }

  /** What is true, or was decoded. */
  static Object of(Annotation annotation) {
    if (annotation instanceof Annotation.Mask mask) {
      return List.of(of(mask.classes()), mask.ignoreIndex());
    }
    return annotation instanceof Annotation.Target target ? of(target.tensor()) : annotation;
  }

  /** The outputs in order, and what they were decoded to. */
  static Object of(Prediction prediction) {
    return List.of(
        List.copyOf(of(prediction.outputs()).entrySet()), prediction.decoded().map(Contents::of));
  }

  /** Everything of a sample. */
  static Read of(Sample sample) {
    return new Read(
        sample.id(), of(sample.data()), sample.annotation().map(Contents::of), sample.placement());
  }

  /** A sample that was read. */
  record Read(
      String id, Map<String, Object> data, Optional<Object> annotation, Optional<?> placement) {}
}
