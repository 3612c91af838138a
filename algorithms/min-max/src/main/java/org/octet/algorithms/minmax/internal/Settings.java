package org.octet.algorithms.minmax.internal;

import java.util.List;
import java.util.Locale;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/**
 * The parameters of MinMaxQuantization.
 *
 * @param activations where the ranges of activations lie
 * @param modelType what kind of network the model is
 * @param saturationFix which weights keep one bit in reserve
 * @param estimator how ranges follow from samples
 * @param ignored what the user wants left in float
 */
record Settings(
    Mode activations,
    ModelType modelType,
    SaturationFix saturationFix,
    RangeEstimator estimator,
    IgnoredScope ignored) {

  /** What kind of network a model is. */
  enum ModelType {
    /** Told from the graph: see {@link Transformers}. */
    AUTO,
    /** No special kind. */
    NONE,
    /** A transformer, whose sums and normalizations stay float. */
    TRANSFORMER
  }

  /** Which weights keep one bit in reserve, for 16-bit sums without saturation. */
  enum SaturationFix {
    /** First convolutions with unsigned input, where the target device needs it. */
    AUTO,
    /** The first convolution on each path from an input. */
    FIRST_LAYER,
    /** Every convolution and MatMul, depth-wise ones excepted. */
    ALL,
    /** None. */
    OFF
  }

  private static final List<String> REDUCERS =
      List.of("min", "max", "abs_max", "quantile", "abs_quantile");
  private static final List<String> AGGREGATORS =
      List.of(
          "min", "max", "mean", "median", "mean_no_outliers", "median_no_outliers", "hl_estimator");

  /** The description of all parameters. */
  static final ParameterSchema SCHEMA =
      ParameterSchema.of(
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

  /** Reads checked parameters. */
  static Settings of(Parameters p) {
    return new Settings(
        p.string("preset").equals("mixed") ? Mode.ASYMMETRIC : Mode.SYMMETRIC,
        ModelType.valueOf(p.string("modelType").toUpperCase(Locale.ROOT)),
        SaturationFix.valueOf(p.string("saturationFix").toUpperCase(Locale.ROOT).replace('-', '_')),
        RangeEstimator.of(p),
        new IgnoredScope(
            texts(p, "ignoredNames"), texts(p, "ignoredTypes"), texts(p, "ignoredPatterns")));
  }

  private static List<String> texts(Parameters p, String name) {
    return p.has(name) ? p.strings(name) : List.of();
  }
}
