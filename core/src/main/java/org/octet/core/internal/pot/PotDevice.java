package org.octet.core.internal.pot;

import java.util.List;
import java.util.Optional;

/**
 * What differs between POT's target devices.
 *
 * @param integersOnly whether everything is computed in integers: GNA and its successors
 */
record PotDevice(boolean integersOnly) {
  private static final List<String> FIXES = List.of("first_layer", "all", "no");

  static PotDevice of(String name) {
    return new PotDevice(name.startsWith("GNA"));
  }

  /**
   * POT's presets and their older names. On GNA only {@code performance} takes 8-bit weights;
   * elsewhere {@code accuracy} is {@code mixed}.
   */
  Optional<String> preset(PotObject params) {
    String wide = integersOnly ? "accuracy" : "mixed";
    return params
        .choice("preset", List.of("performance", "mixed", "accuracy", "symmetric", "asymmetric"))
        .map(
            preset ->
                switch (preset) {
                  case "performance", "symmetric" -> "performance";
                  default -> wide;
                });
  }

  /** Which weights keep one bit in reserve: never those of GNA, as in POT. */
  void saturationFix(PotObject params, ParameterSet set) {
    Optional<String> fix = params.choice("saturation_fix", FIXES);
    if (integersOnly) {
      fix.ifPresent(f -> params.warn("saturation_fix", "has no effect on GNA"));
    } else {
      fix.ifPresent(f -> set.put(params, "saturation_fix", "saturationFix", f));
    }
  }

  /** The key {@code outputs}: results have quantizers on GNA, with the ranges of activations. */
  void outputs(PotObject params) {
    if (!integersOnly) {
      if (params.has("outputs")) {
        params.complain("outputs", "quantizers on outputs are for GNA only; leave it out");
      }
      return;
    }
    Optional<PotNode> outputs = params.find("outputs");
    Optional<PotNode> activations = params.find("activations");
    if (outputs.isPresent() && !activations.filter(outputs.get()::says).isPresent()) {
      params.complain(
          "outputs", "quantizers of results are made as activations says: give both alike");
    } else if (outputs.isEmpty() && activations.isPresent()) {
      params.warn("activations", "holds for outputs, too");
    }
  }
}
