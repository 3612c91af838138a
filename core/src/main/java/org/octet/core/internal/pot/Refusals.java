package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What POT has and Octet has not, with what to use instead. Plugins go first: a line here is asked
 * only when there is no plugin of the name.
 */
final class Refusals {
  private static final String SEARCH =
      "use DefaultQuantization, which chooses range estimators by the outputs itself";
  private static final String TUNING =
      "use DefaultQuantization with octet quantize --effort best, which rounds weights by their"
          + " layers' inputs and needs no training";
  private static final Map<String, String> ALGORITHMS =
      Map.ofEntries(
          Map.entry(
              "AccuracyAwareGNA",
              "use AccuracyAwareQuantization, which refuses a model that misses maximal_drop, and"
                  + " then preset accuracy, which takes 16-bit weights"),
          Map.entry(
              "WeightBiasCorrection",
              "use BiasCorrection, which corrects the same shift on the layers' outputs"),
          Map.entry("Ranger", "it is called RangeSupervision since 2022.2"),
          Map.entry("SparsityMagnitude", "it is called MagnitudeSparsity"),
          Map.entry("BaseWeightSparsity", "use WeightSparsity, which does the same"),
          Map.entry(
              "OutlierChannelSplitting",
              "use DefaultQuantization: its weights have one range per output channel"),
          Map.entry(
              "DataFreeQuantization",
              "use DefaultQuantization on made-up samples (octet quantize --loader synthetic)"),
          Map.entry("ParamsGridSearchAlgorithm", SEARCH),
          Map.entry("OptimizationAlgorithm", SEARCH),
          Map.entry("RangeOptimization", SEARCH),
          Map.entry("TunableQuantization", SEARCH),
          Map.entry("ParamsTuningSearch", SEARCH),
          Map.entry(
              "QuantNoiseEstimator",
              "use octet compare --layers, which measures the noise of every layer"),
          Map.entry(
              "INT4MixedQuantization",
              "use DefaultQuantization with weights.bits 4 and its guard, which returns what does"
                  + " not stand it to float"),
          Map.entry("LayerwiseModelFinetuning", TUNING),
          Map.entry("QuantizeModelFinetuning", TUNING),
          Map.entry("SparseModelFinetuning", TUNING));

  private Refusals() {}

  /** What to use instead of an algorithm; empty: POT does not have it either. */
  static Optional<String> algorithm(String name) {
    return Optional.ofNullable(ALGORITHMS.get(name));
  }

  /** What to use instead of layer-wise tuning. */
  static String tuning() {
    return TUNING;
  }

  /** These names, and those of POT that are refused, for the nearest one. */
  static List<String> algorithmsWith(List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.addAll(PotAccuracyAware.NAMES);
    ALGORITHMS.keySet().stream().sorted().filter(n -> !names.contains(n)).forEach(all::add);
    return all;
  }
}
