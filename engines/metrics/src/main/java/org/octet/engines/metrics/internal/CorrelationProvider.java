package org.octet.engines.metrics.internal;

import org.octet.api.plugin.ParameterSchema;

/** The metric {@code correlation}. Immutable. */
public final class CorrelationProvider extends MetricPlugin {
  /** Called by the service loader. */
  public CorrelationProvider() {
    super(
        Correlation.NAME,
        "Correlation of predicted with true numbers: correlation@pearson, correlation@spearman.",
        ParameterSchema.of(OutputChoice.parameter()),
        Correlation::new);
  }
}
