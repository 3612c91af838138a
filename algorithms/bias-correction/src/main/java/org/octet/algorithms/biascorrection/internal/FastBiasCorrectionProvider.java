package org.octet.algorithms.biascorrection.internal;

import java.util.List;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code FastBiasCorrection}. */
public final class FastBiasCorrectionProvider implements AlgorithmProvider {
  private static final ParameterSchema SCHEMA = new ParameterSchema(common(2));

  /**
   * The parameters of every bias correction.
   *
   * @param maxEvaluations choices tried at most by default
   */
  static List<Parameter> common(int maxEvaluations) {
    return List.of(
        Parameter.integer(
            "weightBits",
            8,
            2,
            16,
            "layers whose weights lose nothing in codes of so many bits are not corrected for their"
                + " rounding"),
        Parameter.integer(
            "evaluationSamples",
            50,
            1,
            1000,
            "calibration samples on which a choice of corrections is judged; as many as the"
                + " guard's spare the guard a comparison of its own"),
        Parameter.integer(
            "maxEvaluations",
            maxEvaluations,
            2,
            1000,
            "how many choices of corrections are tried at most: none, all, and beyond 2, where all together harm, parts"),
        Parameter.number(
            "minimumGain",
            0.05,
            0,
            100,
            "by how many dB the worst output must rise for a choice to be kept"));
  }

  /** The algorithm that these parameters describe. */
  static FastBiasCorrection correction(Parameters parameters) {
    return new FastBiasCorrection(
        parameters.integer("weightBits"),
        parameters.integer("evaluationSamples"),
        parameters.integer("maxEvaluations"),
        parameters.number("minimumGain"));
  }

  @Override
  public String name() {
    return "FastBiasCorrection";
  }

  @Override
  public String description() {
    return "corrects biases for the rounding of weights, where that brings the outputs nearer";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return correction(parameters);
  }
}
