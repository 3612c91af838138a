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
 * @param cache whether statistics of samples may be taken from, and kept for, other runs of a job;
 *     null: yes. Pipelines of programs never keep any. Results are the same
 */
public record RuntimeSpec(
    String name,
    String device,
    Integer threads,
    Integer loadThreads,
    Map<String, Object> parameters,
    Boolean cache) {
  /** All defaults. */
  public static final RuntimeSpec DEFAULT = new RuntimeSpec(null, null, null, null, Map.of());

  /** Copies the map. */
  public RuntimeSpec {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }

  /** Leaves the cache to its default. */
  public RuntimeSpec(
      String name,
      String device,
      Integer threads,
      Integer loadThreads,
      Map<String, Object> parameters) {
    this(name, device, threads, loadThreads, parameters, null);
  }
}
