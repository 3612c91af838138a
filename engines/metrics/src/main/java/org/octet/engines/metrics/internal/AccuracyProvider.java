package org.octet.engines.metrics.internal;

import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** The metric {@code accuracy}: how often the true class is among the best. Immutable. */
public final class AccuracyProvider implements MetricProvider {
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

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public String description() {
    return "Share of samples whose true class is among the top-k class scores.";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Metric create(Parameters parameters) {
    return new Accuracy(
        parameters.integer("topK"),
        parameters.has("output") ? parameters.string("output") : null,
        parameters.integer("labelOffset"));
  }
}
