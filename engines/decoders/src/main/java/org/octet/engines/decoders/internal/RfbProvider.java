package org.octet.engines.decoders.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code rfb}. Immutable. */
public final class RfbProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.string(
              Rfb.SCORES, null, "name of the output " + Rfb.SCORES_FORM + "; default: the first"),
          Parameter.string(
              Rfb.BOXES, null, "name of the output " + Rfb.BOXES_FORM + "; default: the first"),
          ClassNumbers.background(),
          ClassNumbers.classIds(),
          DetectionLimits.scoreThreshold(0.6),
          DetectionLimits.iouThreshold(0.3),
          DetectionLimits.byClass(),
          DetectionLimits.limit(1000));

  /** Called by the service loader. */
  public RfbProvider() {
    super(
        "rfb",
        "Boxes of a single-shot detector, such as Ultra-Light RFB-320, that gives scores and"
            + " decoded corners.",
        SCHEMA,
        Rfb::new);
  }
}
