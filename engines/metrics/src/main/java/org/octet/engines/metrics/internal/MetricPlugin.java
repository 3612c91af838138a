package org.octet.engines.metrics.internal;

import java.util.function.Function;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** What all providers here have in common. Immutable. */
public abstract class MetricPlugin implements MetricProvider {
  private final String name;
  private final String description;
  private final ParameterSchema schema;
  private final Function<Parameters, Metric> constructor;

  MetricPlugin(
      String name,
      String description,
      ParameterSchema schema,
      Function<Parameters, Metric> constructor) {
    this.name = name;
    this.description = description;
    this.schema = schema;
    this.constructor = constructor;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final ParameterSchema parameters() {
    return schema;
  }

  @Override
  public final Metric create(Parameters parameters) {
    return constructor.apply(parameters);
  }
}
