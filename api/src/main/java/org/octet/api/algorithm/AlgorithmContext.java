package org.octet.api.algorithm;

import java.util.Collection;
import java.util.List;
import org.octet.api.device.TargetDevice;
import org.octet.api.error.InferenceException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
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

  /**
   * {@link #evaluate(OptimizedModel, int) Evaluates} several candidates. Together they cost less
   * than one by one: samples are decoded once, and candidates are compiled at the same time.
   *
   * @param models the candidates; not changed
   * @param maxSamples as above
   * @return one per candidate, in their order
   * @throws InferenceException when the runtime refuses a candidate
   */
  List<Evaluation> evaluate(List<OptimizedModel> models, int maxSamples);

  /**
   * Measures statistics of a model as it is now, such as a quantized one, in a pass of its own.
   * What the float model can tell is cheaper to ask for when an algorithm registers.
   *
   * @param model the model; not changed. Requests name its operations
   * @param requests what is measured
   * @param maxSamples samples at most, spread evenly over the calibration samples, where there are
   *     enough between those that {@code evaluate} takes
   * @throws IllegalArgumentException when a request does not fit the model
   * @throws InferenceException when the runtime refuses the model
   */
  Statistics measure(OptimizedModel model, Collection<StatisticRequest> requests, int maxSamples);

  /** Adds a remark to the report, such as a correction that was not kept and why. */
  void note(String text);
}
