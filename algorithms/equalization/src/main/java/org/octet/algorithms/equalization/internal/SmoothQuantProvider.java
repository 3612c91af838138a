package org.octet.algorithms.equalization.internal;

import java.util.List;
import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.algorithms.parameters.Transformers;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code SmoothQuant}. */
public final class SmoothQuantProvider implements AlgorithmProvider {
  private static final String MODEL_TYPE = "modelType";
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.choice(
              MODEL_TYPE,
              MinMaxParameters.AUTO,
              List.of(MinMaxParameters.AUTO, "none", "transformer"),
              "only transformers are looked at; auto: models that have both attention and"
                  + " normalization"),
          EqualizationParameters.bits("activation"),
          EqualizationParameters.bits("weight"),
          EqualizationParameters.minimumGain());

  @Override
  public String name() {
    return "SmoothQuant";
  }

  @Override
  public String description() {
    return "moves what differs between channels of a transformer's activations into weights, where MinMaxQuantization finds the outputs nearer";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    String type = parameters.string(MODEL_TYPE);
    return new Equalization(
        Kind.MATRIX_PRODUCTS,
        model ->
            type.equals("transformer")
                || type.equals(MinMaxParameters.AUTO) && Transformers.is(model.operations()),
        EqualizationParameters.activationBits(parameters),
        EqualizationParameters.weightBits(parameters),
        EqualizationParameters.minimumGain(parameters));
  }
}
