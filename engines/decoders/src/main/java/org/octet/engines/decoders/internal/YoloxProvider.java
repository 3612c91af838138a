package org.octet.engines.decoders.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code yolox}. Immutable. */
public final class YoloxProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(Yolox.FORM),
          Parameter.numbers(
              "strides", "8,16,32", "pixels of the input between cells, in the order of the rows"),
          DetectionLimits.scoreThreshold(0.01),
          DetectionLimits.iouThreshold(0.65),
          DetectionLimits.byClass(),
          DetectionLimits.limit(100));

  /** Called by the service loader. */
  public YoloxProvider() {
    super(
        "yolox",
        "Boxes of a YOLOX model: offsets from grid cells, object and class scores in one output.",
        SCHEMA,
        Yolox::new);
  }
}
