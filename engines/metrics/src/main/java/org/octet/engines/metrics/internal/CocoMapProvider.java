package org.octet.engines.metrics.internal;

import org.octet.api.plugin.ParameterSchema;

/** The metric {@code coco-map}. Immutable. */
public final class CocoMapProvider extends MetricPlugin {
  /** Called by the service loader. */
  public CocoMapProvider() {
    super(
        CocoMap.NAME,
        "COCO's mean average precision of boxes: coco-map (IoU 0.50 to 0.95), coco-map@50, @75,"
            + " @small, @medium, @large, and average recall: coco-ar@1, @10, @100, @small,"
            + " @medium, @large.",
        ParameterSchema.NONE,
        p -> new CocoMap());
  }
}
