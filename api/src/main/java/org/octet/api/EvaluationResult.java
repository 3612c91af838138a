package org.octet.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation found.
 *
 * @param schemaVersion version of this form, 1
 * @param model the model's file name
 * @param metrics values by name; rates are fractions
 * @param samples samples that counted
 * @param skipped samples that could not be read
 * @param seconds wall time of the run over the samples, in seconds
 */
public record EvaluationResult(
    int schemaVersion,
    String model,
    Map<String, Double> metrics,
    int samples,
    List<SkippedSample> skipped,
    double seconds) {
  /** Copies map and list, keeping the order. */
  public EvaluationResult {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    skipped = List.copyOf(skipped);
  }
}
