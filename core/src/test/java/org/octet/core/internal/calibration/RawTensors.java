package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.ModelSources;

/** The truth for tests: whole tensors as the runtime computes them when they are outputs. */
public final class RawTensors implements AutoCloseable {
  private final List<TensorId> tensors;
  private final CompiledModel compiled;
  private final InferRequest request;

  public RawTensors(InferenceRuntime runtime, Model original, List<TensorId> tensors) {
    this.tensors = List.copyOf(tensors);
    Model model = original.copy();
    model.results().forEach(model::remove);
    for (TensorId tensor : tensors) {
      model
          .add(new Operation("Result", "opset1", "raw" + tensors.indexOf(tensor)))
          .addInput(tensor.in(model));
    }
    compiled = runtime.compile(ModelSources.of(model), CompileOptions.of("CPU", 1));
    request = compiled.createRequest();
  }

  public Map<TensorId, Tensor> of(Tensor input) {
    request.setInput(0, input);
    request.infer();
    Map<TensorId, Tensor> values = new LinkedHashMap<>();
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      outputs.add(request.output(i).copy());
      values.put(tensors.get(i), outputs.get(i));
    }
    return values;
  }

  @Override
  public void close() {
    request.close();
    compiled.close();
  }
}
