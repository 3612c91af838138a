package org.octet.api;

import java.util.List;

/**
 * What a benchmark measured.
 *
 * @param schemaVersion version of this form, 1
 * @param models in the order of the job
 * @param threads infer requests of the throughput measurement
 * @param device full name of the device
 */
public record BenchmarkResult(
    int schemaVersion, List<ModelSpeed> models, int threads, String device) {
  /** Copies the list. */
  public BenchmarkResult {
    models = List.copyOf(models);
  }

  /**
   * One model.
   *
   * @param model file name
   * @param throughput inferences per second, median of the rounds
   * @param latency milliseconds of one inference alone, median
   * @param throughputRatio throughput over that of the first model, median of the rounds
   * @param weightsBytes size of the weights file in bytes
   * @param throughputRange lowest and highest throughput of a round
   * @param latencyRange lowest and highest latency of a round
   */
  public record ModelSpeed(
      String model,
      double throughput,
      double latency,
      double throughputRatio,
      long weightsBytes,
      Range throughputRange,
      Range latencyRange) {}

  /**
   * The spread of the rounds.
   *
   * @param min lowest value
   * @param max highest value
   */
  public record Range(double min, double max) {}
}
