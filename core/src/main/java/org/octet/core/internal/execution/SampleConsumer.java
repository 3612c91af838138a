package org.octet.core.internal.execution;

import java.util.List;
import org.octet.api.SkippedSample;
import org.octet.api.data.Sample;
import org.octet.api.engine.Prediction;
import org.octet.api.tensor.Tensor;

/**
 * Takes what comes out of samples. Workers fill slots at the same time, each its own; slots are
 * folded one after the other in sample order, so that results do not depend on the number of
 * threads. Slots are few and used again.
 *
 * @param <S> what is kept of one sample until its turn to be folded
 */
public interface SampleConsumer<S> {
  /** A new slot. Called by workers. */
  S newSlot();

  /** Makes a used slot ready for the next sample. Called by workers. */
  default void reset(S slot) {}

  /**
   * A model was run, possibly one of several times for this sample. Called by workers.
   *
   * @param model its name
   * @param hidden its hidden outputs, valid during the call; empty where there are none
   */
  default void observed(S slot, Sample sample, String model, List<Tensor> hidden) {}

  /**
   * The engine has run the sample through every set of models. Called by workers.
   *
   * @param position position among the run's samples, from 0
   * @param predictions one per set of models; tensors are valid during the call
   */
  default void predicted(S slot, int position, Sample sample, List<Prediction> predictions) {}

  /**
   * The turn of a sample that could not be read. Never called by two threads at the same time.
   *
   * @param position position among the run's samples, from 0
   */
  default void skipped(int position, SkippedSample sample) {}

  /**
   * A sample's turn. Never called by two threads at the same time.
   *
   * @param position position among the run's samples, from 0
   * @param sampleId the sample's id
   */
  void fold(S slot, int position, String sampleId);
}
