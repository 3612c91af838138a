package org.octet.api.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.octet.api.tensor.Tensor;

/**
 * One sample: what goes into the model, and what is known to be true about it.
 *
 * @param id names the sample in messages, such as the file's relative name
 * @param data tensors by input name; a loader that gives one tensor uses {@link #ONLY_INPUT}
 * @param annotation the truth, if known
 * @param placement where the picture lies in the tensor, for samples that are pictures
 */
public record Sample(
    String id,
    Map<String, Tensor> data,
    Optional<Annotation> annotation,
    Optional<Placement> placement)
    implements AutoCloseable {
  /** Key of the tensor for a model with one input, whatever its name. */
  public static final String ONLY_INPUT = "";

  /** Copies the map, keeping its order. */
  public Sample {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** A sample that is not a picture, or whose place in the tensor does not matter. */
  public Sample(String id, Map<String, Tensor> data, Optional<Annotation> annotation) {
    this(id, data, annotation, Optional.empty());
  }

  /** A sample with one tensor. */
  public static Sample of(String id, Tensor tensor, Optional<Annotation> annotation) {
    return new Sample(id, Map.of(ONLY_INPUT, tensor), annotation);
  }

  /** Gives the tensors' memory back. */
  @Override
  public void close() {
    data.values().forEach(Tensor::close);
  }
}
