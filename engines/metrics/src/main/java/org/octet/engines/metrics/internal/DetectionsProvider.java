package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code detections}. Immutable. */
public final class DetectionsProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.number(
              "iou", 0.4, 0.001, 1, "intersection over union from which a box finds an object"),
          Parameter.number("minScore", 0.0, 0, 1, "boxes with a lower score do not count"),
          Parameter.bool("perClass", true, "a box finds objects of its own class only"));

  /** Called by the service loader. */
  public DetectionsProvider() {
    super(
        Detections.NAME,
        "Objects found and false boxes: detections@found and @false (numbers), @precision, @recall,"
            + " @f1, @mean-iou (of the objects found).",
        SCHEMA,
        Detections::new);
  }
}
