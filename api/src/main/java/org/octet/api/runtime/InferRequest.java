package org.octet.api.runtime;

import org.octet.api.error.InferenceException;
import org.octet.api.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/** One inference at a time; used by one thread at a time. */
@ConsumerType
public interface InferRequest extends AutoCloseable {
  /**
   * Sets an input without copying; the tensor must stay open until the inference is done.
   *
   * @throws InferenceException when the runtime refuses it
   */
  void setInput(int index, Tensor tensor);

  /**
   * Runs and waits.
   *
   * @throws InferenceException with the runtime's own text
   */
  void infer();

  /**
   * The output of the last inference in the runtime's own memory, valid until the next inference or
   * close.
   */
  Tensor output(int index);

  /**
   * Sets the variables of a stateful model back to their initial values; does nothing for a model
   * without variables.
   *
   * @throws InferenceException when the runtime refuses it
   */
  default void resetState() {}

  /** Frees the request. */
  @Override
  void close();
}
