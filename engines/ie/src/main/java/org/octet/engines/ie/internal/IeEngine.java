package org.octet.engines.ie.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Tensor;

/**
 * The sample's tensors into the job's only model, once; all outputs are the prediction. Stateless,
 * so thread-safe.
 */
final class IeEngine implements Engine {
  /**
   * {@inheritDoc}
   *
   * @throws InputException when the job has several models, or the sample's tensors are not those
   *     that the model takes
   */
  @Override
  public Prediction run(Sample sample, Models models) {
    String model = OnlyModel.name(models);
    OnlyModel.check(sample, model, models.inputs(model), List.of());
    Map<String, Tensor> outputs = models.infer(model, sample.data());
    return new Prediction(outputs, Optional.empty());
  }
}
