package org.octet.algorithms.defaultquantization.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/**
 * Publishes {@code DefaultQuantization}: {@code MinMaxQuantization}, then {@code
 * FastBiasCorrection}, or with the best effort {@code WeightRounding} and {@code BiasCorrection}.
 * Its parameters are those of the first, and switches for the others.
 */
public final class DefaultQuantizationProvider implements CompositeAlgorithmProvider {
  private static final String BIAS_CORRECTION = "biasCorrection";

  private static final String EFFORT = "effort";
  private static final String BEST = "best";

  /** Both children must know it. */
  private static final String WEIGHT_BITS = "weightBits";

  private static final ParameterSchema SCHEMA = schema();

  private static ParameterSchema schema() {
    List<Parameter> all = new ArrayList<>(MinMaxParameters.SCHEMA.parameters());
    all.add(
        Parameter.bool(
            BIAS_CORRECTION, true, "whether biases are corrected where that helps the outputs"));
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
    return "8-bit quantization with the usual steps: MinMaxQuantization and FastBiasCorrection; with effort best WeightRounding and BiasCorrection after the first";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public List<AlgorithmSpec> expand(Parameters parameters) {
    Map<String, Object> minMax = new LinkedHashMap<>(parameters.asMap());
    minMax.keySet().removeAll(Set.of(BIAS_CORRECTION, EFFORT));
    boolean best = parameters.string(EFFORT).equals(BEST);
    if (best) {
      minMax.replace(MinMaxParameters.RANGE_CHOICE, MinMaxParameters.AUTO, "thorough");
    }
    List<AlgorithmSpec> algorithms = new ArrayList<>();
    algorithms.add(new AlgorithmSpec("MinMaxQuantization", minMax));
    boolean biases = parameters.bool(BIAS_CORRECTION);
    if (best) {
      // what follows judges it, because it decides little before the means are right
      algorithms.add(new AlgorithmSpec("WeightRounding", Map.of("judged", !biases)));
    }
    if (biases) {
      Map<String, Object> correction = new LinkedHashMap<>(parameters.asMap());
      correction.keySet().retainAll(Set.of(WEIGHT_BITS));
      algorithms.add(new AlgorithmSpec(best ? "BiasCorrection" : "FastBiasCorrection", correction));
    }
    return algorithms;
  }
}
