package org.octet.api;

import java.util.List;
import org.octet.api.plugin.PluginSpec;

/**
 * Compares the outputs of two models on the same samples.
 *
 * @param reference the float model or models
 * @param candidate the quantized model or models, of the same names and outputs
 * @param data samples; annotations are needed for metrics only
 * @param engine the engine; null: {@code ie}
 * @param runtime where and how the models run; null: defaults
 * @param layers whether tensors inside the networks are compared, too
 * @param metrics measured of both models in the same pass; may be empty
 */
public record ComparisonJob(
    List<ModelSpec> reference,
    List<ModelSpec> candidate,
    DataSpec data,
    PluginSpec engine,
    RuntimeSpec runtime,
    boolean layers,
    List<PluginSpec> metrics) {
  /** Copies the lists. */
  public ComparisonJob {
    reference = List.copyOf(reference);
    candidate = List.copyOf(candidate);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }

  /** A comparison without metrics. */
  public ComparisonJob(
      List<ModelSpec> reference,
      List<ModelSpec> candidate,
      DataSpec data,
      PluginSpec engine,
      RuntimeSpec runtime,
      boolean layers) {
    this(reference, candidate, data, engine, runtime, layers, List.of());
  }

  /** A comparison of the outputs only. */
  public ComparisonJob(
      List<ModelSpec> reference,
      List<ModelSpec> candidate,
      DataSpec data,
      PluginSpec engine,
      RuntimeSpec runtime) {
    this(reference, candidate, data, engine, runtime, false);
  }
}
