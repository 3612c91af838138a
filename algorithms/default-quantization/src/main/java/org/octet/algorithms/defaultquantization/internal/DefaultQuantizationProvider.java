package org.octet.algorithms.defaultquantization.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.device.TargetDevice;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/**
 * Publishes {@code DefaultQuantization}: {@code ActivationChannelAlignment}, {@code SmoothQuant},
 * {@code MinMaxQuantization}, with the best effort {@code WeightRounding}, then {@code
 * BiasCorrection}; for devices of integers only {@code OverflowCorrection} instead of the first
 * two. Its parameters are those of the third, and switches for the others.
 */
public final class DefaultQuantizationProvider implements CompositeAlgorithmProvider {
  private static final String BIAS_CORRECTION = "biasCorrection";

  private static final String EFFORT = "effort";
  private static final String BEST = "best";

  /** Both children must know it. */
  private static final String WEIGHT_BITS = "weightBits";

  private static final String SMOOTH_QUANT = "smoothQuant";
  private static final String ALIGNMENT = "channelAlignment";

  private static final Set<String> RESCALING = Set.of("ActivationChannelAlignment", "SmoothQuant");

  /** What those that rescale channels must know. */
  private static final Set<String> ALIGNMENT_KEYS = Set.of("activationBits", WEIGHT_BITS);

  private static final Set<String> SMOOTH_QUANT_KEYS =
      Set.of("modelType", "activationBits", WEIGHT_BITS);

  private static final ParameterSchema SCHEMA = schema();

  private static ParameterSchema schema() {
    List<Parameter> all = new ArrayList<>(MinMaxParameters.SCHEMA.parameters());
    all.add(
        Parameter.bool(
            BIAS_CORRECTION, true, "whether biases are corrected where that helps the outputs"));
    all.add(
        Parameter.bool(
            SMOOTH_QUANT,
            true,
            "whether channels of transformers' activations are rescaled where that helps the outputs"));
    all.add(
        Parameter.bool(
            ALIGNMENT,
            true,
            "whether channels of convolutions' inputs are rescaled where that helps the outputs"));
    all.add(
        Parameter.choice(
            EFFORT,
            "default",
            List.of("default", BEST),
            "best: rangeChoice auto is thorough, weights are also rounded by the second moments of"
                + " their layers' inputs, and biases corrected front to back; takes some times as"
                + " long and costs the result nothing"));
    return new ParameterSchema(all);
  }

  @Override
  public String name() {
    return "DefaultQuantization";
  }

  @Override
  public String description() {
    return "8-bit quantization with the usual steps: ActivationChannelAlignment, SmoothQuant, MinMaxQuantization, with effort best WeightRounding, BiasCorrection";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public List<AlgorithmSpec> expand(Parameters parameters, TargetDevice device) {
    List<AlgorithmSpec> algorithms = new ArrayList<>(expand(parameters));
    if (device.quantizesOutputs()) {
      // no operation can be added there to rescale channels
      algorithms.removeIf(a -> RESCALING.contains(a.name()));
      algorithms.add(new AlgorithmSpec("OverflowCorrection", Map.of()));
    }
    return algorithms;
  }

  @Override
  public List<AlgorithmSpec> expand(Parameters parameters) {
    Map<String, Object> minMax = new LinkedHashMap<>(parameters.asMap());
    minMax.keySet().removeAll(Set.of(SMOOTH_QUANT, ALIGNMENT, BIAS_CORRECTION, EFFORT));
    boolean best = parameters.string(EFFORT).equals(BEST);
    if (best) {
      minMax.replace(MinMaxParameters.RANGE_CHOICE, MinMaxParameters.AUTO, "thorough");
    }
    List<AlgorithmSpec> algorithms = new ArrayList<>();
    if (MinMaxParameters.choosesRanges(parameters)) {
      algorithms.addAll(proposing(parameters));
    }
    algorithms.add(new AlgorithmSpec("MinMaxQuantization", minMax));
    boolean biases = parameters.bool(BIAS_CORRECTION);
    if (best) {
      // what follows judges it, because it decides little before the means are right
      algorithms.add(new AlgorithmSpec("WeightRounding", Map.of("judged", !biases)));
    }
    if (biases) {
      Map<String, Object> correction = only(Set.of(WEIGHT_BITS), parameters);
      if (!best) {
        correction.putAll(Map.of("always", false, "maxEvaluations", 2));
      }
      algorithms.add(new AlgorithmSpec("BiasCorrection", correction));
    }
    return algorithms;
  }

  /** What proposes rescaled channels, which are taken where ranges are chosen by the outputs. */
  private static List<AlgorithmSpec> proposing(Parameters parameters) {
    List<AlgorithmSpec> algorithms = new ArrayList<>();
    if (parameters.bool(ALIGNMENT)) {
      algorithms.add(
          new AlgorithmSpec("ActivationChannelAlignment", only(ALIGNMENT_KEYS, parameters)));
    }
    if (parameters.bool(SMOOTH_QUANT)) {
      algorithms.add(new AlgorithmSpec("SmoothQuant", only(SMOOTH_QUANT_KEYS, parameters)));
    }
    return algorithms;
  }

  private static Map<String, Object> only(Set<String> names, Parameters parameters) {
    Map<String, Object> some = new LinkedHashMap<>(parameters.asMap());
    some.keySet().retainAll(names);
    return some;
  }
}
