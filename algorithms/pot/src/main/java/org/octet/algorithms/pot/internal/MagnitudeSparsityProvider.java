package org.octet.algorithms.pot.internal;

import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code MagnitudeSparsity}. */
public final class MagnitudeSparsityProvider implements AlgorithmProvider {
  private static final ParameterSchema SCHEMA = SparsityParameters.with();

  @Override
  public String name() {
    return "MagnitudeSparsity";
  }

  @Override
  public String description() {
    return "makes the smallest weights of convolutions and MatMuls zero; quantizes nothing";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return SparsityParameters.create(name(), parameters, false);
  }
}
