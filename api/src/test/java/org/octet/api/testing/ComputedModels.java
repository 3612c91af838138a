package org.octet.api.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Models;
import org.octet.api.error.InputException;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * Models that a test computes in Java, for tests of engines. Immutable once built; as safe for
 * several threads as its functions are.
 */
public final class ComputedModels implements Models {
  private final Map<String, Entry> models = new LinkedHashMap<>();

  /** A model. */
  private record Entry(
      List<TensorInfo> inputs,
      List<TensorInfo> outputs,
      UnaryOperator<Map<String, Tensor>> function) {}

  /** A float tensor of a model's inputs or outputs; dimensions of -1 are open. */
  public static TensorInfo tensor(String name, long... dimensions) {
    return new TensorInfo(name, List.of(name), ElementType.F32, PartialShape.of(dimensions));
  }

  /**
   * Adds a model.
   *
   * @param function from tensors by input name to tensors by output name
   */
  public ComputedModels with(
      String name,
      List<TensorInfo> inputs,
      List<TensorInfo> outputs,
      UnaryOperator<Map<String, Tensor>> function) {
    models.put(name, new Entry(List.copyOf(inputs), List.copyOf(outputs), function));
    return this;
  }

  private Entry entry(String model) {
    Entry entry = models.get(model);
    if (entry == null) {
      throw new InputException("no model '" + model + "'; there are " + models.keySet());
    }
    return entry;
  }

  @Override
  public List<String> names() {
    return List.copyOf(models.keySet());
  }

  @Override
  public List<TensorInfo> inputs(String model) {
    return entry(model).inputs();
  }

  @Override
  public List<TensorInfo> outputs(String model) {
    return entry(model).outputs();
  }

  /** Refuses what core refuses: names and shapes that do not fit. */
  @Override
  public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
    Entry entry = entry(model);
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (TensorInfo info : entry.inputs()) {
      boolean only = entry.inputs().size() == 1 && inputs.containsKey(Sample.ONLY_INPUT);
      Tensor tensor = inputs.get(only ? Sample.ONLY_INPUT : info.name());
      if (tensor == null || tensor.type() != info.type() || !info.shape().accepts(tensor.shape())) {
        throw new InputException(
            "input '%s' of model '%s' is %s%s, not %s"
                .formatted(info.name(), model, info.type().irName(), info.shape(), tensor));
      }
      named.put(info.name(), tensor);
    }
    return entry.function().apply(named);
  }

  @Override
  public void resetState(String model) {
    entry(model);
  }

  @Override
  public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
    return Optional.empty();
  }
}
