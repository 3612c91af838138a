package org.octet.engines.metrics.internal;

import org.octet.api.plugin.ParameterSchema;

/** The metric {@code ssim}. Immutable. */
public final class SsimProvider extends MetricPlugin {
  /** Called by the service loader. */
  public SsimProvider() {
    super(
        Ssim.NAME,
        "Structural similarity of pictures, mean over the samples.",
        ParameterSchema.of(OutputChoice.parameter(), PsnrProvider.PEAK),
        Ssim::new);
  }
}
