package org.octet.algorithms.pot.internal;

import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code WeightSparsity}. */
public final class WeightSparsityProvider implements AlgorithmProvider {
  private static final String FAST = "useFastBias";
  private static final ParameterSchema SCHEMA =
      SparsityParameters.with(
          Parameter.bool(
              FAST,
              true,
              "biases are corrected by means of the layers' inputs; there is no other way"));

  @Override
  public String name() {
    return "WeightSparsity";
  }

  @Override
  public String description() {
    return "MagnitudeSparsity, then biases that make up for what the zeros change on average; quantizes nothing";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    if (!parameters.bool(FAST)) {
      throw new InputException(
          "WeightSparsity: use-fast-bias=false: must be true; biases of float layers are corrected by"
              + " means of their inputs only");
    }
    return SparsityParameters.create(name(), parameters, true);
  }
}
