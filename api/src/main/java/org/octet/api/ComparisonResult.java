package org.octet.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How close two models are.
 *
 * @param schemaVersion version of this form, 1
 * @param outputs one entry per output
 * @param layers tensors inside the networks, worst first; empty where that was not asked for
 * @param before metrics of the reference, by name; empty where none was asked for
 * @param after metrics of the other model
 * @param samples samples compared
 * @param skipped samples that could not be read
 */
public record ComparisonResult(
    int schemaVersion,
    List<OutputComparison> outputs,
    List<LayerComparison> layers,
    Map<String, Double> before,
    Map<String, Double> after,
    int samples,
    List<SkippedSample> skipped) {
  /** Copies lists and maps, keeping the order. */
  public ComparisonResult {
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    skipped = List.copyOf(skipped);
  }

  /**
   * One output.
   *
   * @param name the reference's name of the output
   * @param sqnr {@code 10 log10(sum ref^2 / sum (ref - out)^2)} over all samples, in dB; null for
   *     equal outputs
   * @param equalTop1 share of samples whose largest element is at the same place, from 0 to 1
   * @param maxAbsoluteDifference largest difference of an element
   */
  public record OutputComparison(
      String name, Double sqnr, double equalTop1, double maxAbsoluteDifference) {}
}
