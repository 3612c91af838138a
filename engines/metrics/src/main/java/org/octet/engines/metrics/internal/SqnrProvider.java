package org.octet.engines.metrics.internal;

import org.octet.api.plugin.ParameterSchema;

/** The metric {@code sqnr}. Immutable. */
public final class SqnrProvider extends MetricPlugin {
  /** Called by the service loader. */
  public SqnrProvider() {
    super(
        Sqnr.NAME,
        "Signal-to-quantization-noise ratio in dB of an output against a reference model's.",
        ParameterSchema.of(OutputChoice.parameter()),
        Sqnr::new);
  }
}
