package org.octet.api.algorithm;

import java.util.List;
import java.util.Map;

/**
 * An algorithm by name, with its parameters as the user wrote them.
 *
 * @param name name of the algorithm
 * @param parameters values by key; strings, numbers, booleans or lists of these
 * @param models names of the models that it works on, of a job with several; empty: all
 */
public record AlgorithmSpec(String name, Map<String, Object> parameters, List<String> models) {
  /** An algorithm that works on all models. */
  public AlgorithmSpec(String name, Map<String, Object> parameters) {
    this(name, parameters, List.of());
  }

  /** Copies map and list. */
  public AlgorithmSpec {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    models = models == null ? List.of() : List.copyOf(models);
  }
}
