package org.octet.algorithms.minmax.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All ranges of activations that one rule gives.
 *
 * @param rule the rule
 * @param placements where quantizers go, by model
 * @param ranges the ranges, by model
 * @param scales how channels are rescaled, by model
 */
record RangeCandidate(
    RangeRule rule,
    Map<String, Placement> placements,
    Map<String, List<PlacedRange>> ranges,
    Map<String, Scales> scales) {

  /**
   * What a rule gives.
   *
   * @param scales what may be rescaled, by model; taken where the rule rescales
   */
  static RangeCandidate of(
      RangeRule rule,
      Map<String, Placement> placements,
      Map<String, Scales> scales,
      RangeRule.Measured measured) {
    Map<String, Scales> taken = new LinkedHashMap<>();
    Map<String, List<PlacedRange>> ranges = new LinkedHashMap<>();
    placements.forEach(
        (model, p) -> {
          taken.put(model, rule.rescaled() ? scales.get(model) : Scales.NONE);
          ranges.put(model, PlacedRange.of(p, rule, taken.get(model), measured));
        });
    return new RangeCandidate(rule, placements, ranges, taken);
  }

  /** Whether all quantizers are at the same places and have nearly the same ranges. */
  boolean resembles(RangeCandidate other, float tolerance) {
    return ranges.keySet().stream()
        .allMatch(model -> resemble(ranges.get(model), other.ranges.get(model), tolerance));
  }

  private static boolean resemble(List<PlacedRange> a, List<PlacedRange> b, float tolerance) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).resembles(b.get(i), tolerance)) {
        return false;
      }
    }
    return true;
  }
}
