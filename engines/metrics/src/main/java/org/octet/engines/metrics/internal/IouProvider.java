package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code iou}. Immutable. */
public final class IouProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          ClassNames.perClass(),
          ClassNames.classNames(),
          Parameter.integer(
              "foreground",
              null,
              0,
              1_000_000,
              "class that is compared with everything else, instead of the mean over the classes"),
          Parameter.number(
              "minShare",
              0.0,
              0,
              1,
              "with foreground: samples of which the class covers less than this share do not"
                  + " count"),
          MaskPair.border());

  /** Called by the service loader. */
  public IouProvider() {
    super(
        MeanIou.NAME,
        "Intersection over union of masks: iou (mean over the classes of the truth),"
            + " pixel-accuracy, iou@CLASS; with foreground=CLASS: iou (all samples together),"
            + " iou@mean (mean over samples).",
        SCHEMA,
        p -> p.has("foreground") ? new ForegroundIou(p) : new MeanIou(p));
  }
}
