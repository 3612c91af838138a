package org.octet.api;

import java.util.List;

/**
 * How much worse than the float model's the metrics of a result may be, measured on annotated
 * samples with weights stored as they are written.
 *
 * @param maximal largest drop of each metric, at least 0: in the metric's own unit, or as a share
 *     of the float model's value; null: 0.01
 * @param relative whether it is a share; null: false
 * @param metrics names of the values that are held to it, such as {@code coco-map@50}; empty: the
 *     first value of each of the job's metrics
 * @param data annotated samples; null: those of calibration
 * @param maxEvaluations candidates measured at most, at least 1, the float model not counted; null:
 *     100
 */
public record DropSpec(
    Double maximal, Boolean relative, List<String> metrics, DataSpec data, Integer maxEvaluations) {
  /** Copies the list. */
  public DropSpec {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
