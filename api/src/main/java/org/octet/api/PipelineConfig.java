package org.octet.api;

import java.util.List;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.data.DataLoader;
import org.octet.api.engine.Engine;
import org.octet.api.metric.Metric;

/**
 * A pipeline over the program's own data loader and engine.
 *
 * @param algorithms algorithms in order; empty: {@code DefaultQuantization}
 * @param dataLoader calibration samples; stays the caller's
 * @param engine the engine; null: {@code ie}
 * @param targetDevice what the model is for; null: {@code ANY}
 * @param subsetSize samples used at most; null: 300
 * @param guard demands on the result; null: defaults
 * @param runtime where and how models run; null: defaults
 * @param metrics what {@link Pipeline#evaluate} measures; used by the thread that calls it
 */
public record PipelineConfig(
    List<AlgorithmSpec> algorithms,
    DataLoader dataLoader,
    Engine engine,
    String targetDevice,
    Integer subsetSize,
    GuardSpec guard,
    RuntimeSpec runtime,
    List<Metric> metrics) {
  /** A pipeline that measures nothing. */
  public PipelineConfig(
      List<AlgorithmSpec> algorithms,
      DataLoader dataLoader,
      Engine engine,
      String targetDevice,
      Integer subsetSize,
      GuardSpec guard,
      RuntimeSpec runtime) {
    this(algorithms, dataLoader, engine, targetDevice, subsetSize, guard, runtime, List.of());
  }

  /** Copies the lists. */
  public PipelineConfig {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    algorithms = algorithms == null ? List.of() : List.copyOf(algorithms);
  }
}
