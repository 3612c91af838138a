package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code dice}. Immutable. */
public final class DiceProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          ClassNames.perClass(),
          ClassNames.classNames(),
          Parameter.integer(
              "background", 0, -1, 1_000_000, "class that is not in the mean; -1: all are"),
          MaskPair.border());

  /** Called by the service loader. */
  public DiceProvider() {
    super(
        Dice.NAME,
        "Dice coefficient of masks and volumes: dice (mean over the classes of the truth without"
            + " the background), dice@CLASS.",
        SCHEMA,
        Dice::new);
  }
}
