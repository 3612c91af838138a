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
 * FastBiasCorrection}. Its parameters are those of the first, and a switch for the second.
 */
public final class DefaultQuantizationProvider implements CompositeAlgorithmProvider {
  private static final String BIAS_CORRECTION = "biasCorrection";

  /** Both children must know it. */
  private static final String WEIGHT_BITS = "weightBits";

  private static final ParameterSchema SCHEMA = schema();

  private static ParameterSchema schema() {
    List<Parameter> all = new ArrayList<>(MinMaxParameters.SCHEMA.parameters());
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
      Map<String, Object> correction = new LinkedHashMap<>(parameters.asMap());
      correction.keySet().retainAll(Set.of(WEIGHT_BITS));
      algorithms.add(new AlgorithmSpec("FastBiasCorrection", correction));
    }
    return algorithms;
  }
}
