package org.octet.api;

import java.util.List;
import org.octet.api.plugin.PluginSpec;

/**
 * Measures metrics of a model on annotated samples.
 *
 * @param models the model, or the models of a cascade
 * @param data annotated samples
 * @param engine the engine; null: {@code ie}
 * @param metrics at least one
 * @param runtime where and how the model runs; null: defaults
 * @param reference models whose predictions are the truth instead of annotations: what a decoder
 *     reads in their outputs, or else the first output itself as a {@code Target}; empty: the
 *     annotations are
 */
public record EvaluationJob(
    List<ModelSpec> models,
    DataSpec data,
    PluginSpec engine,
    List<PluginSpec> metrics,
    RuntimeSpec runtime,
    List<ModelSpec> reference) {
  /** An evaluation against annotations. */
  public EvaluationJob(
      List<ModelSpec> models,
      DataSpec data,
      PluginSpec engine,
      List<PluginSpec> metrics,
      RuntimeSpec runtime) {
    this(models, data, engine, metrics, runtime, List.of());
  }

  /** Copies the lists. */
  public EvaluationJob {
    models = List.copyOf(models);
    metrics = List.copyOf(metrics);
    reference = reference == null ? List.of() : List.copyOf(reference);
  }
}
