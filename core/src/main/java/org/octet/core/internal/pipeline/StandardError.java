package org.octet.core.internal.pipeline;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How much what is summed over some samples may differ over others: standard errors by the delta
 * method, samples taken to be independent. Stateless.
 */
final class StandardError {
  private static final double DECIBEL = 10 / Math.log(10);

  private StandardError() {}

  /**
   * Of the ratio of signal to noise, in dB.
   *
   * @param samples errors of one output
   * @return 0 for fewer than two samples, and where there is no noise or no finite one
   */
  static double sqnr(List<OutputError> samples) {
    double relative = ofRatio(samples, OutputError::signal, OutputError::noise);
    return DECIBEL * relative;
  }

  /**
   * Of the share of equal decisions.
   *
   * @param samples decisions of one output
   * @return 0 for fewer than two samples, and where none or all decisions are equal
   */
  static double share(List<Decisions.Agreement> samples) {
    Decisions.Agreement all =
        samples.stream().reduce(Decisions.Agreement.NOTHING, Decisions.Agreement::plus);
    return all.share() * ofRatio(samples, Decisions.Agreement::equal, Decisions.Agreement::all);
  }

  /** Of the ratio of two sums, relative to it. */
  private static <T> double ofRatio(
      List<T> samples, ToDoubleFunction<T> above, ToDoubleFunction<T> below) {
    double n = samples.size();
    double a = samples.stream().mapToDouble(above).sum();
    double b = samples.stream().mapToDouble(below).sum();
    double sum = 0;
    for (T sample : samples) {
      double influence = above.applyAsDouble(sample) / a - below.applyAsDouble(sample) / b;
      sum += influence * influence;
    }
    double error = Math.sqrt(sum * n / (n - 1));
    return n < 2 || !Double.isFinite(error) ? 0 : error;
  }
}
