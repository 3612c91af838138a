package org.octet.algorithms.parameters;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** The parameters of MinMaxQuantization, which DefaultQuantization takes too. Immutable. */
public final class MinMaxParameters {
  /** The choice that leaves a parameter to the rules of the estimator. */
  public static final String AUTO = "auto";

  /** Which rules for ranges are compared. */
  public static final String RANGE_CHOICE = "rangeChoice";

  /** The description, in the order of the help text. */
  public static final ParameterSchema SCHEMA = new ParameterSchema(all());

  private MinMaxParameters() {}

  /** Whether rules for ranges of activations are compared by the outputs. */
  public static boolean choosesRanges(Parameters parameters) {
    return parameters.string("estimator").equals("octet")
        && !parameters.string(RANGE_CHOICE).equals("off");
  }

  private static List<Parameter> all() {
    List<Parameter> all = new ArrayList<>(general());
    all.addAll(quantizer("activation", "as the preset says"));
    all.addAll(quantizer("weight", "symmetric, with preset accuracy asymmetric"));
    all.add(outliers("quantileOutlierProb", 1e-4, "an end, where no quantile of its own is given"));
    all.addAll(activationEnds());
    all.addAll(weightEnds());
    all.addAll(ignored());
    return all;
  }

  private static List<Parameter> general() {
    return List.of(
        Parameter.choice(
            "preset",
            AUTO,
            List.of(AUTO, "performance", "mixed", "accuracy"),
            "auto: mixed for transformers, else performance; performance: symmetric ranges; mixed: asymmetric ranges for activations; accuracy: for"
                + " weights too, where the target device takes them"),
        Parameter.choice(
            "modelType",
            AUTO,
            List.of(AUTO, "none", "transformer"),
            "transformer: normalizations and sums stay float; auto: the same for a model that has"
                + " both attention and normalization"),
        Parameter.choice(
            "saturationFix",
            AUTO,
            List.of(AUTO, "first_layer", "all", "no"),
            "weights that keep one bit in reserve for CPUs without VNNI; auto: as the target device"
                + " and targetIsa need it"),
        Parameter.choice(
            "targetIsa",
            "any",
            List.of("any", "avx2", "avx512", "vnni", "amx"),
            "instruction set that the model will run on, for saturationFix auto; any: not known,"
                + " first layers with unsigned input keep the reserve if the target device asks for"
                + " it; avx2, avx512: output channels that can saturate; vnni, amx: none"),
        Parameter.choice(
            "estimator",
            "octet",
            List.of("octet", "pot", "nncf"),
            "whose arithmetic makes ranges; octet: extremes of all samples, zero always exact; pot"
                + " and nncf: means over the samples, for results that those tools give too"),
        Parameter.choice(
            "placement",
            "octet",
            List.of("octet", "pot"),
            "where quantizers go; octet: where runtimes compute in integers; pot: where that tool"
                + " puts them on 8-bit devices, for results that it gives too"),
        Parameter.choice(
            RANGE_CHOICE,
            AUTO,
            List.of(AUTO, "thorough", "off"),
            "auto: with estimator octet, what activation parameters leave open is chosen by the"
                + " outputs on calibration samples, of a single model: ranges of whole tensors that end at the"
                + " extremes, at the mean of the samples' extremes (0.25 dB better) or half way,"
                + " asymmetric ones with preset performance (0.5 dB better), and channels rescaled as"
                + " SmoothQuant or ActivationChannelAlignment propose (1 dB better); and ranges per"
                + " channel of fewer than 50 samples end where the extremes of 50 are expected;"
                + " thorough: also ranges of least expected squared error, from histograms;"
                + " off: the extremes, in the preset's mode"));
  }

  private static List<Parameter> quantizer(String of, String modeByDefault) {
    return List.of(
        Parameter.integer(
            of + "Bits", null, 2, 16, of + " codes have this many bits; else the device's choice"),
        Parameter.choice(
            of + "Mode",
            AUTO,
            List.of(AUTO, "symmetric", "asymmetric"),
            "where %s ranges lie; auto: %s".formatted(of, modeByDefault)),
        Parameter.choice(
            of + "Granularity",
            AUTO,
            List.of(AUTO, "perchannel", "pertensor"),
            "one %s range per channel or per tensor; auto: the device's choice; activations per"
                    .formatted(of)
                + " channel are for convolutions only"));
  }

  private static List<Parameter> activationEnds() {
    List<String> aggregators =
        List.of(
            AUTO,
            "min",
            "max",
            "mean",
            "median",
            "mean_no_outliers",
            "median_no_outliers",
            "hl_estimator");
    List<String> reducers = List.of(AUTO, "min", "max", "abs_max", "quantile", "abs_quantile");
    return List.of(
        Parameter.choice(
            "activationRangePreset",
            "default",
            List.of(
                "default",
                "quantile",
                "minmax",
                "mean_minmax",
                "median_minmax",
                "mean_no_outliers_minmax",
                "mean_quantile"),
            "how ends of activation ranges are made; default: as the estimator does"),
        Parameter.choice(
            "activationMinReducer",
            AUTO,
            reducers,
            "what the lower end of a range is made of, per sample; auto: as the preset says"),
        Parameter.choice(
            "activationMinAggregator",
            AUTO,
            aggregators,
            "how lower ends of samples join; auto: as the preset says"),
        outliers("activationMinOutlierProb", null, "the lower end"),
        leastClip("activation"),
        Parameter.choice(
            "activationMaxReducer",
            AUTO,
            reducers,
            "what the upper end of a range is made of, per sample; auto: as the preset says"),
        Parameter.choice(
            "activationMaxAggregator",
            AUTO,
            aggregators,
            "how upper ends of samples join; auto: as the preset says"),
        outliers("activationMaxOutlierProb", null, "the upper end"),
        mostClip("activation"));
  }

  private static List<Parameter> weightEnds() {
    return List.of(
        Parameter.choice(
            "weightRangePreset",
            "default",
            List.of("default", "quantile"),
            "how ends of weight ranges are made; default: extremes"),
        Parameter.choice(
            "weightMinReducer",
            AUTO,
            List.of(AUTO, "min", "quantile"),
            "what the lower end of an asymmetric weight range is; auto: as the preset says"),
        outliers("weightMinOutlierProb", null, "the lower end of a weight range"),
        leastClip("weight"),
        Parameter.choice(
            "weightMaxReducer",
            AUTO,
            List.of(AUTO, "max", "abs_max", "quantile", "abs_quantile"),
            "what the upper end of a weight range is; auto: as the preset says"),
        outliers("weightMaxOutlierProb", null, "the upper end of a weight range"),
        mostClip("weight"));
  }

  private static Parameter outliers(String name, Double byDefault, String end) {
    return Parameter.number(
        name,
        byDefault,
        0,
        0.5,
        "share of values beyond %s, for the reducers quantile and abs_quantile".formatted(end));
  }

  private static Parameter leastClip(String of) {
    return Parameter.number(
        of + "MinClip", null, -Float.MAX_VALUE, 0, of + " ranges end here or above");
  }

  private static Parameter mostClip(String of) {
    return Parameter.number(
        of + "MaxClip", null, Float.MIN_NORMAL, Float.MAX_VALUE, of + " ranges end here or below");
  }

  private static List<Parameter> ignored() {
    return List.of(
        Parameter.strings(
            "ignoredNames",
            "friendly names of operations to leave in float; here and below MODEL: before an entry"
                + " is for one model of several"),
        Parameter.strings(
            "ignoredTypes",
            "types of operations to leave in float, with attributes or without:"
                + " Convolution[group=1;strides=2,2]"),
        Parameter.strings(
            "ignoredPatterns",
            "regular expressions for whole friendly names of operations to leave in float"),
        Parameter.strings(
            "ignoredSubgraphs",
            "from which to which operations all is left in float, both included: a;b -> c;d"));
  }
}
