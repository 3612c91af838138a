package org.octet.api.engine;

import org.octet.api.data.Sample;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows how one sample goes through the model or models, and what the prediction is. Statistics,
 * metrics, threads, progress and cancellation happen around it. Thread-safe: state of a run is
 * local to the call.
 */
@ConsumerType
public interface Engine {
  /**
   * Runs one sample.
   *
   * @param sample the sample; it stays open until this call returns
   * @param models the models to run; valid during this call only
   */
  Prediction run(Sample sample, Models models);
}
