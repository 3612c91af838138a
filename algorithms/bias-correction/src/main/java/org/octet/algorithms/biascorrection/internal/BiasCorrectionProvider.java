package org.octet.algorithms.biascorrection.internal;

import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code BiasCorrection}. */
public final class BiasCorrectionProvider implements AlgorithmProvider {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.integer(
              "weightBits",
              8,
              2,
              16,
              "layers whose weights lose nothing in codes of so many bits are not corrected for"
                  + " their rounding"),
          Parameter.integer(
              "statSubsetSize",
              50,
              1,
              100000,
              "calibration samples on which means are measured, at most"),
          Parameter.number(
              "threshold",
              1000.0,
              0.0,
              1e30,
              "by how many times the largest bias of its layer a shift may be large"),
          Parameter.integer(
              "evaluationSamples",
              50,
              1,
              1000,
              "calibration samples on which a choice of corrections is judged; as many as the"
                  + " guard's spare the guard a comparison of its own"),
          Parameter.integer(
              "maxEvaluations",
              4,
              2,
              1000,
              "how many choices of corrections are tried at most: none, all, and beyond 2, where all together harm, parts"),
          Parameter.number(
              "minimumGain",
              0.05,
              0,
              100,
              "by how many dB the worst output must rise for a choice to be kept"),
          Parameter.bool(
              "always",
              true,
              "whether biases are corrected front to back also where their correction for the"
                  + " rounding of weights alone helps, or the worst output has 20 dB"));

  @Override
  public String name() {
    return "BiasCorrection";
  }

  @Override
  public String description() {
    return "corrects biases front to back for what the quantized layers really give, where that brings the outputs nearer";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters p) {
    return new BiasCorrection(
        new BiasCorrection.Settings(
            p.integer("statSubsetSize"),
            p.number("threshold"),
            p.integer("evaluationSamples"),
            p.integer("maxEvaluations"),
            p.number("minimumGain"),
            p.bool("always")),
        new FastBiasCorrection(
            p.integer("weightBits"),
            p.integer("evaluationSamples"),
            p.integer("maxEvaluations"),
            p.number("minimumGain")));
  }
}
