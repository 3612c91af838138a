package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code psnr}. Immutable. */
public final class PsnrProvider extends MetricPlugin {
  static final Parameter PEAK =
      Parameter.number(
          "peak", 1.0, 1e-9, 1e9, "value of white; the output is clipped to 0..peak before");

  /** Called by the service loader. */
  public PsnrProvider() {
    super(
        Psnr.NAME,
        "Peak signal-to-noise ratio of pictures in dB, mean over the samples.",
        ParameterSchema.of(OutputChoice.parameter(), PEAK),
        Psnr::new);
  }
}
