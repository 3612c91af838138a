package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code binary}. Immutable. */
public final class BinaryProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(),
          Parameter.integer("positive", 1, 0, 1_000_000, "class that means yes"),
          Parameter.number(
              "threshold", 0.5, -1e30, 1e30, "from this on a single number means yes"));

  /** Called by the service loader. */
  public BinaryProvider() {
    super(
        Binary.NAME,
        "Yes or no: binary@precision, @recall, @f1, and @auc (area under the ROC curve) of class"
            + " scores or single numbers.",
        SCHEMA,
        Binary::new);
  }
}
