package org.octet.api.algorithm;

import org.octet.api.device.TargetDevice;
import org.octet.api.error.InferenceException;
import org.octet.api.model.OptimizedModel;
import org.osgi.annotation.versioning.ProviderType;

/** What core offers to an algorithm during its run. Used by the algorithm's thread. */
@ProviderType
public interface AlgorithmContext {
  /** What the quantized model is for. */
  TargetDevice device();

  /** Hears how far the work is. */
  Progress progress();

  /** Tells when to end early. */
  Cancellation cancellation();

  /** Takes reasons for the report. */
  Reasons reasons();

  /**
   * Runs calibration samples through a model, with its quantized weights stored as integers, and
   * compares its outputs with the float model's, whose outputs are kept from the first call on. A
   * model that was compared before on the same samples is not run again.
   *
   * @param model the candidate; not changed
   * @param maxSamples samples at most, spread evenly over the calibration samples
   * @throws InferenceException when the runtime refuses the candidate
   */
  Evaluation evaluate(OptimizedModel model, int maxSamples);

  /** Adds a remark to the report, such as a correction that was not kept and why. */
  void note(String text);
}
