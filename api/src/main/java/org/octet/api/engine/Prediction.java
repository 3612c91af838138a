package org.octet.api.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.tensor.Tensor;

/**
 * What comes out of one sample.
 *
 * @param outputs the outputs that count, by name; may be a model's own memory, valid as long as the
 *     engine's models
 * @param decoded the outputs in the vocabulary of annotations, where the engine decodes; of an
 *     engine with one model that does not, metrics see what the model's decoder reads
 */
public record Prediction(Map<String, Tensor> outputs, Optional<Annotation> decoded) {
  /** Copies the map, keeping its order. */
  public Prediction {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }
}
