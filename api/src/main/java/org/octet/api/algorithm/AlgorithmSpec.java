package org.octet.api.algorithm;

import java.util.Map;

/**
 * An algorithm by name, with its parameters as the user wrote them.
 *
 * @param name name of the algorithm
 * @param parameters values by key; strings, numbers, booleans or lists of these
 */
public record AlgorithmSpec(String name, Map<String, Object> parameters) {
  /** Copies the map. */
  public AlgorithmSpec {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }
}
