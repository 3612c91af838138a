package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code agreement}. Immutable. */
public final class AgreementProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(),
          Parameter.integer(
              "axis",
              null,
              -8,
              7,
              "axis of an output that is not decoded along which the classes lie, negative from"
                  + " the end; default: all elements are the classes of one decision"),
          Parameter.number("threshold", 0.5, -1e30, 1e30, "from this on a single number means yes"),
          Parameter.bool(
              "elements",
              false,
              "every element of an output that is not decoded is a number of its own"),
          Parameter.number(
              "iou", 0.5, 0.001, 1, "intersection over union from which two boxes are the same"));

  /** Called by the service loader. */
  public AgreementProvider() {
    super(
        Agreement.NAME,
        "Share of decisions that are the truth's or the reference model's: classes, pixels of"
            + " masks, numbers on the same side of the threshold, boxes with a partner.",
        SCHEMA,
        Agreement::new);
  }
}
