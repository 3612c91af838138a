package org.octet.algorithms.defaultquantization.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/**
 * Publishes {@code DefaultQuantization}: {@code MinMaxQuantization}, then {@code
 * FastBiasCorrection}. Its parameters are those of the first, and a switch for the second.
 */
public final class DefaultQuantizationProvider implements CompositeAlgorithmProvider {
  private static final String BIAS_CORRECTION = "biasCorrection";

  private static final List<String> REDUCERS =
      List.of("min", "max", "abs_max", "quantile", "abs_quantile");
  private static final List<String> AGGREGATORS =
      List.of(
          "min", "max", "mean", "median", "mean_no_outliers", "median_no_outliers", "hl_estimator");

  // said again here: a plugin does not see another plugin's classes
  private static final List<Parameter> MIN_MAX =
      List.of(
          Parameter.choice(
              "preset",
              "performance",
              List.of("performance", "mixed"),
              "performance: symmetric ranges; mixed: asymmetric ranges for activations"),
          Parameter.choice(
              "modelType",
              "auto",
              List.of("auto", "none", "transformer"),
              "transformer: normalizations and sums stay float; auto: the same for a model that has"
                  + " both attention and normalization"),
          Parameter.choice(
              "saturationFix",
              "auto",
              List.of("auto", "first-layer", "all", "off"),
              "weights that keep one bit in reserve for CPUs without VNNI; auto: first layers with"
                  + " unsigned input, if the target device asks for it"),
          Parameter.choice(
              "activationMinReducer",
              "min",
              REDUCERS,
              "what the lower bound of a range is made of, per sample"),
          Parameter.choice(
              "activationMinAggregator", "min", AGGREGATORS, "how lower bounds of samples join"),
          Parameter.choice(
              "activationMaxReducer",
              "max",
              REDUCERS,
              "what the upper bound of a range is made of, per sample"),
          Parameter.choice(
              "activationMaxAggregator", "max", AGGREGATORS, "how upper bounds of samples join"),
          Parameter.number(
              "quantileOutlierProb",
              1e-4,
              0,
              0.5,
              "share of values beyond a bound, for the reducers quantile and abs_quantile"),
          Parameter.strings("ignoredNames", "friendly names of operations to leave in float"),
          Parameter.strings("ignoredTypes", "types of operations to leave in float"),
          Parameter.strings(
              "ignoredPatterns",
              "regular expressions for whole friendly names of operations to leave in float"));

  private static final ParameterSchema SCHEMA = schema();

  private static ParameterSchema schema() {
    List<Parameter> all = new ArrayList<>(MIN_MAX);
    all.add(
        Parameter.bool(
            BIAS_CORRECTION, true, "whether biases are corrected where that helps the outputs"));
    return new ParameterSchema(all);
  }

  @Override
  public String name() {
    return "DefaultQuantization";
  }

  @Override
  public String description() {
    return "8-bit quantization with the usual steps: MinMaxQuantization, FastBiasCorrection";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public List<AlgorithmSpec> expand(Parameters parameters) {
    Map<String, Object> minMax = new LinkedHashMap<>(parameters.asMap());
    minMax.remove(BIAS_CORRECTION);
    List<AlgorithmSpec> algorithms = new ArrayList<>();
    algorithms.add(new AlgorithmSpec("MinMaxQuantization", minMax));
    if (parameters.bool(BIAS_CORRECTION)) {
      algorithms.add(new AlgorithmSpec("FastBiasCorrection", Map.of()));
    }
    return algorithms;
  }
}
