package org.octet.engines.metrics.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The metric {@code perplexity}. Immutable. */
public final class PerplexityProvider extends MetricPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(),
          Parameter.integer(
              "shift",
              1,
              0,
              1_000_000,
              "places from logits to the token that they predict; 0 for truths that are shifted"),
          Parameter.integer(
              "ignoreIndex",
              -100,
              Integer.MIN_VALUE,
              Integer.MAX_VALUE,
              "token number that does not count, such as padding"));

  /** Called by the service loader. */
  public PerplexityProvider() {
    super(
        Perplexity.NAME,
        "Perplexity of a language model on true token numbers; lower is better.",
        SCHEMA,
        Perplexity::new);
  }
}
