package org.octet.api;

import java.util.List;
import org.octet.api.algorithm.AlgorithmSpec;

/**
 * Looks into a model without running it.
 *
 * @param model the model
 * @param explain whether to say what the algorithms would do with every operation
 * @param algorithms the algorithms to explain; empty: {@code DefaultQuantization}
 * @param targetDevice what the quantized model is or would be for, whose rules are applied; null:
 *     none are, and explanations are for {@code ANY}
 */
public record InspectionJob(
    ModelSpec model, boolean explain, List<AlgorithmSpec> algorithms, String targetDevice) {
  /** Copies the list. */
  public InspectionJob {
    algorithms = algorithms == null ? List.of() : List.copyOf(algorithms);
  }
}
