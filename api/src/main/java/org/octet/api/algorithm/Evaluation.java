package org.octet.api.algorithm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How close a model is to the float model on calibration samples.
 *
 * @param sqnr signal-to-quantization-noise ratio per output in dB, {@code 10 log10(sum ref^2 / sum
 *     (ref - out)^2)} over all samples; infinite for equal outputs, NaN where an output is not
 *     finite
 * @param samples samples compared
 */
public record Evaluation(Map<String, Double> sqnr, int samples) {
  /** Copies the map, keeping its order. */
  public Evaluation {
    sqnr = Collections.unmodifiableMap(new LinkedHashMap<>(sqnr));
  }

  /** The lowest ratio of all outputs in dB; NaN if any is NaN. */
  public double worst() {
    return sqnr.values().stream()
        .mapToDouble(Double::doubleValue)
        .reduce(Double.POSITIVE_INFINITY, Math::min);
  }
}
