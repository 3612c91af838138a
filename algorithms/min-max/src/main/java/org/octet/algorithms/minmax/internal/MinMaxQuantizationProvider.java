package org.octet.algorithms.minmax.internal;

import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code MinMaxQuantization}. */
public final class MinMaxQuantizationProvider implements AlgorithmProvider {
  @Override
  public String name() {
    return "MinMaxQuantization";
  }

  @Override
  public String description() {
    return "inserts 8-bit quantizers on weights and activations, with ranges from samples";
  }

  @Override
  public ParameterSchema parameters() {
    return MinMaxParameters.SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return new MinMaxQuantization(Settings.of(parameters));
  }
}
