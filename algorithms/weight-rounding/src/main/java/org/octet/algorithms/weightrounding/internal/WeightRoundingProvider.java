package org.octet.algorithms.weightrounding.internal;

import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code WeightRounding}. */
public final class WeightRoundingProvider implements AlgorithmProvider {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.integer(
              "samples", 64, 1, 100000, "calibration samples on which layers' inputs are measured"),
          Parameter.integer(
              "positions",
              8192,
              64,
              1 << 24,
              "output positions looked at, over all samples; more than the weights of one output"
                  + " channel need"),
          Parameter.integer(
              "largest",
              1536,
              1,
              8192,
              "weights of one output channel that are rounded together: time grows with the third"
                  + " power; more are rounded in parts"),
          Parameter.integer(
              "evaluationSamples",
              50,
              1,
              1000,
              "calibration samples on which the result is judged"),
          Parameter.number(
              "minimumGain",
              0.05,
              0,
              100,
              "by how many dB the worst output must rise for the rounding to be kept"),
          Parameter.bool(
              "judged",
              true,
              "whether it is kept only where the outputs come nearer; else a BiasCorrection that"
                  + " follows judges it"));

  @Override
  public String name() {
    return "WeightRounding";
  }

  @Override
  public String description() {
    return "rounds weights so that the errors of a layer cancel on its input, not each to its nearest code";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return new WeightRounding(
        new WeightRounding.Settings(
            parameters.integer("samples"),
            parameters.integer("positions"),
            parameters.integer("largest"),
            parameters.integer("evaluationSamples"),
            parameters.number("minimumGain"),
            parameters.bool("judged")));
  }
}
