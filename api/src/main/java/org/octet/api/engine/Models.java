package org.octet.api.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.error.InferenceException;
import org.octet.api.error.InputException;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The models of a job, as an engine sees them while it runs one sample. Used by one thread at a
 * time.
 */
@ProviderType
public interface Models {
  /** Names of the models, in the job's order. */
  List<String> names();

  /** The inputs of a model, in its order. */
  List<TensorInfo> inputs(String model);

  /** The outputs of a model, in its order. */
  List<TensorInfo> outputs(String model);

  /**
   * Runs a model; statistics are collected on the way.
   *
   * @param model name of the model
   * @param inputs tensors by input name; the key {@code Sample.ONLY_INPUT} serves a model with one
   *     input
   * @return outputs by name in the model's order, valid until {@link Engine#run} returns
   * @throws InputException when names, shapes or types do not fit the model, or a value is not
   *     finite
   * @throws InferenceException when the runtime fails
   */
  Map<String, Tensor> infer(String model, Map<String, Tensor> inputs);

  /**
   * Sets the variables of a stateful model ({@code ReadValue}, {@code Assign}) back to their
   * initial values. Every sample starts with them; an engine calls this between sequences of one
   * sample.
   *
   * @param model name of the model; one without variables is left as it is
   */
  void resetState(String model);

  /**
   * Decodes outputs with the decoder that the job names for the model.
   *
   * @param model name of the model
   * @param outputs outputs by name
   * @param sample what went in
   * @return what the outputs mean; empty when the job names no decoder for the model
   * @throws InputException when the outputs are not of the form that the decoder reads
   */
  Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample);
}
