package org.octet.algorithms.biascorrection.internal;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code BiasCorrection}. */
public final class BiasCorrectionProvider implements AlgorithmProvider {
  private static final ParameterSchema SCHEMA = schema();

  private static ParameterSchema schema() {
    List<Parameter> all = new ArrayList<>(FastBiasCorrectionProvider.common(4));
    all.add(
        Parameter.integer(
            "statSubsetSize",
            50,
            1,
            100000,
            "calibration samples on which means are measured, at most"));
    all.add(
        Parameter.number(
            "threshold",
            1000.0,
            0.0,
            1e30,
            "by how many times the largest bias of its layer a shift may be large"));
    all.add(
        Parameter.bool(
            "always",
            true,
            "whether biases are corrected front to back also where their correction for the"
                + " rounding of weights alone helps, or the worst output has 20 dB"));
    return new ParameterSchema(all);
  }

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
        FastBiasCorrectionProvider.correction(p));
  }
}
