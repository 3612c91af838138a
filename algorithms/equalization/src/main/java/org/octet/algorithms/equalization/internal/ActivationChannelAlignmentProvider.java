package org.octet.algorithms.equalization.internal;

import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code ActivationChannelAlignment}. */
public final class ActivationChannelAlignmentProvider implements AlgorithmProvider {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          EqualizationParameters.bits("activation"),
          EqualizationParameters.bits("weight"),
          EqualizationParameters.minimumGain());

  @Override
  public String name() {
    return "ActivationChannelAlignment";
  }

  @Override
  public String description() {
    return "moves what differs between channels of convolutions' inputs into weights, where MinMaxQuantization finds the outputs nearer";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return new Equalization(
        Kind.CONVOLUTIONS,
        model -> true,
        EqualizationParameters.activationBits(parameters),
        EqualizationParameters.weightBits(parameters),
        EqualizationParameters.minimumGain(parameters));
  }
}
