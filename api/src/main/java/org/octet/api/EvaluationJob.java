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
 */
public record EvaluationJob(
    List<ModelSpec> models,
    DataSpec data,
    PluginSpec engine,
    List<PluginSpec> metrics,
    RuntimeSpec runtime) {
  /** Copies the lists. */
  public EvaluationJob {
    models = List.copyOf(models);
    metrics = List.copyOf(metrics);
  }
}
