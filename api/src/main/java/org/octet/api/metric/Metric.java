package org.octet.api.metric;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.osgi.annotation.versioning.ConsumerType;

/** Accumulates the quality of predictions, called in the order of the samples by one thread. */
@ConsumerType
public interface Metric {
  /**
   * Whether a sample without annotation cannot be measured. A metric that answers false gets an
   * empty {@link Annotation.Custom} for such a sample.
   */
  default boolean needsTruth() {
    return true;
  }

  /** Takes one prediction and its truth; the prediction's memory is not kept. */
  void update(Prediction prediction, Annotation truth);

  /**
   * Values by name since the last reset; rates are fractions from 0 to 1, ratios of power are in
   * dB.
   */
  Map<String, Double> values();

  /** Whether a larger value is better. */
  boolean higherIsBetter(String name);

  /** Forgets everything. */
  void reset();
}
