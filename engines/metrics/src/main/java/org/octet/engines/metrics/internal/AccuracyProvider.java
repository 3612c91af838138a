package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code accuracy}: how often the true class is among the best. Immutable. */
public final class AccuracyProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.integer(
              "topK", 1, 1, 1_000_000, "the true class must be among this many best classes"),
          Parameter.string(
              "output",
              null,
              "name of the output with the class scores; default: the first with several elements"),
          Parameter.integer(
              "labelOffset",
              0,
              -1_000_000,
              1_000_000,
              "added to every label, such as 1 for a model whose class 0 is the background"));

  /** Called by the service loader. */
  public AccuracyProvider() {
    super(
        Accuracy.NAME,
        "Share of samples whose true class is among the top-k class scores (accuracy@topK);"
            + " against a reference model its best class is the true one.",
        SCHEMA,
        Accuracy::new);
  }
}
