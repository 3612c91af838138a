package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code pascal-map}. Immutable. */
public final class PascalMapProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.number(
              "iou", 0.5, 0, 1, "intersection over union from which a box finds an object"));

  /** Called by the service loader. */
  public PascalMapProvider() {
    super(
        PascalMap.NAME,
        "Pascal VOC's mean average precision of boxes: pascal-map (area under the curve, VOC 2010"
            + " and later), pascal-map@11 (11 recalls, VOC 2007).",
        SCHEMA,
        PascalMap::new);
  }
}
