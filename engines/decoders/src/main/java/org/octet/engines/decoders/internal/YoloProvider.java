package org.octet.engines.decoders.internal;

import java.util.List;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code yolo}. Immutable. */
public final class YoloProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.string(
              "output", null, "name of the output to read; default: the first that fits"),
          Parameter.choice(
              "form",
              Yolo.V8,
              List.of(Yolo.V8, Yolo.V5),
              "v8: [1,4 + classes,boxes] without object scores, as YOLOv8 and later give it; v5:"
                  + " [1,boxes,5 + classes] with object scores, as YOLOv5, v6 and v7 give it"),
          DetectionLimits.scoreThreshold(0.01),
          DetectionLimits.iouThreshold(0.65),
          DetectionLimits.byClass(),
          DetectionLimits.limit(100));

  /** Called by the service loader. */
  public YoloProvider() {
    super(
        "yolo",
        "Boxes of YOLO models that give centres and sizes in pixels of the input, and scores.",
        SCHEMA,
        Yolo::new);
  }
}
