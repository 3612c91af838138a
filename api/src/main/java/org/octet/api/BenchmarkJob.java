package org.octet.api;

import java.util.List;

/**
 * Times models side by side on random input, taking turns so that a noisy machine is fair to all.
 *
 * @param models the models
 * @param runtime where and how they run; {@code threads} requests for throughput, one for latency;
 *     null: defaults
 * @param seconds time per model, round and kind of measurement, in seconds
 * @param rounds how often the models take turns
 */
public record BenchmarkJob(
    List<ModelSpec> models, RuntimeSpec runtime, double seconds, int rounds) {
  /** Copies the list. */
  public BenchmarkJob {
    models = List.copyOf(models);
  }
}
