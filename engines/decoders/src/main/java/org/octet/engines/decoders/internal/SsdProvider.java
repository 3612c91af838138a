package org.octet.engines.decoders.internal;

import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code ssd}. Immutable. */
public final class SsdProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(Ssd.FORM),
          ClassNumbers.background(),
          ClassNumbers.classIds(),
          DetectionLimits.scoreThreshold(0.01),
          DetectionLimits.iouThreshold(1),
          DetectionLimits.byClass(),
          DetectionLimits.limit(100));

  /** Called by the service loader. */
  public SsdProvider() {
    super("ssd", "Boxes of a model that ends with DetectionOutput.", SCHEMA, Ssd::new);
  }
}
