package org.octet.core.internal.pipeline;

import java.util.Locale;
import java.util.Map;
import org.octet.api.GuardSpec;
import org.octet.api.error.QualityException;
import org.octet.api.model.OptimizedModel;

/** The last stage: refuses a result that is too far from the float model. */
final class Guard {
  private static final int DEFAULT_SAMPLES = 50;
  private static final double DEFAULT_MIN_SQNR = 0;

  private final boolean enabled;
  private final double minSqnr;
  private final int samples;
  private final boolean layers;

  Guard(GuardSpec spec) {
    GuardSpec given = spec == null ? GuardSpec.DEFAULT : spec;
    enabled = given.enabled() == null || given.enabled();
    minSqnr = given.minSqnr() == null ? DEFAULT_MIN_SQNR : given.minSqnr();
    layers = Boolean.TRUE.equals(given.layers());
    samples = given.samples() == null ? DEFAULT_SAMPLES : given.samples();
  }

  boolean enabled() {
    return enabled;
  }

  /** Whether tensors inside the network are compared, for the report. */
  boolean layers() {
    return layers;
  }

  /**
   * Compares the result with the float model.
   *
   * @return SQNR per output in dB
   * @throws QualityException when an output is not finite or has a lower SQNR than demanded
   */
  Map<String, Double> check(OptimizedModel result, Evaluator evaluator) {
    Evaluator.Result comparison = evaluator.compare(result, samples);
    comparison.sqnr().forEach((output, sqnr) -> check(output, sqnr, comparison.samples()));
    return comparison.sqnr();
  }

  private void check(String output, double sqnr, int compared) {
    if (Double.isNaN(sqnr)) {
      throw new QualityException(
          "output '%s' of the quantized model is NaN or infinite on %d calibration samples; nothing was written; leave more operations in float, or report this as a defect"
              .formatted(output, compared));
    }
    // an output that died has exactly as much noise as signal
    if (sqnr < minSqnr || sqnr == 0 && minSqnr == 0) {
      throw new QualityException(
          String.format(
              Locale.ROOT,
              "output '%s' of the quantized model has %.2f dB SQNR against the float model on %d"
                  + " calibration samples, more than %.2f dB are demanded (guard.minSqnr); nothing"
                  + " was written; use the preset mixed, more typical samples, or lower the demand",
              output,
              sqnr,
              compared,
              minSqnr));
    }
  }
}
