package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code positive-share}. Immutable. */
public final class PositiveShareProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(),
          Parameter.number("threshold", 0.5, -1e30, 1e30, "numbers from this on are counted"));

  /** Called by the service loader. */
  public PositiveShareProvider() {
    super(
        PositiveShare.NAME,
        "Share of the predicted numbers that reach a threshold, such as the speech in a recording.",
        SCHEMA,
        PositiveShare::new);
  }
}
