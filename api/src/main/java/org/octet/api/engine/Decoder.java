package org.octet.api.engine;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads the outputs of a model: turns its tensors into the vocabulary of annotations, such as boxes
 * or a mask. Thread-safe.
 */
@ConsumerType
public interface Decoder {
  /**
   * Decodes the outputs of one inference.
   *
   * @param outputs outputs by name, in the model's order; valid during the call only
   * @param sample what went in; its placement says where the picture lies in the input
   * @return the decoded outputs, in pixels of the original picture where the sample has a
   *     placement, else in those of the input
   * @throws InputException when the outputs are not of the form that this decoder reads
   */
  Annotation decode(Map<String, Tensor> outputs, Sample sample);
}
