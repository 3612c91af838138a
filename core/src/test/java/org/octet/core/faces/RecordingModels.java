package org.octet.core.faces;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Models;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Tensor;

/** Models of which a test hears what goes in. */
record RecordingModels(Models models, BiConsumer<String, Tensor> heard) implements Models {
  @Override
  public List<String> names() {
    return models.names();
  }

  @Override
  public List<TensorInfo> inputs(String model) {
    return models.inputs(model);
  }

  @Override
  public List<TensorInfo> outputs(String model) {
    return models.outputs(model);
  }

  @Override
  public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
    inputs.values().forEach(t -> heard.accept(model, t));
    return models.infer(model, inputs);
  }

  @Override
  public void resetState(String model) {
    models.resetState(model);
  }

  @Override
  public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
    return models.decode(model, outputs, sample);
  }
}
