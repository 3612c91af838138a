package org.octet.api;

import java.util.Map;

/**
 * Where and how models run.
 *
 * @param name name of the runtime; null: {@code openvino}
 * @param device device name; null: {@code CPU}
 * @param threads infer requests that run at the same time, each on one thread; null: one per core
 * @param loadThreads threads that read and decode samples; null: one per core
 * @param parameters the runtime's parameters as the user wrote them
 */
public record RuntimeSpec(
    String name,
    String device,
    Integer threads,
    Integer loadThreads,
    Map<String, Object> parameters) {
  /** All defaults. */
  public static final RuntimeSpec DEFAULT = new RuntimeSpec(null, null, null, null, Map.of());

  /** Copies the map. */
  public RuntimeSpec {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }
}
