package org.octet.engines.ie.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Tensor;

/**
 * The sample's tensors into the job's only model; all outputs are the prediction, decoded where the
 * job names a decoder. Stateless, so thread-safe.
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
    List<String> names = models.names();
    if (names.size() != 1) {
      throw new InputException(
          "engine 'ie' runs one model, the job has %d (%s): use an engine for cascades"
              .formatted(names.size(), String.join(", ", names)));
    }
    String model = names.get(0);
    checkNames(sample, model, models.inputs(model));
    Map<String, Tensor> outputs = models.infer(model, sample.data());
    return new Prediction(outputs, models.decode(model, outputs, sample));
  }

  private static void checkNames(Sample sample, String model, List<TensorInfo> inputs) {
    Set<String> given = sample.data().keySet();
    if (given.equals(Set.of(Sample.ONLY_INPUT)) && inputs.size() == 1) {
      return;
    }
    Set<String> missing = new HashSet<>();
    Set<String> unknown = new HashSet<>(given);
    for (TensorInfo input : inputs) {
      if (!unknown.remove(input.name())) {
        missing.add(input.name());
      }
    }
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new InputException(
          "sample '%s' gives %s; model '%s' takes %s: use a data loader that gives a tensor for each"
              .formatted(sample.id(), describe(given), model, list(inputs)));
    }
  }

  private static String describe(Set<String> given) {
    return given.equals(Set.of(Sample.ONLY_INPUT))
        ? "one tensor without a name"
        : given.stream().sorted().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
  }

  private static String list(List<TensorInfo> inputs) {
    return inputs.stream()
        .map(i -> "'" + i.name() + "'")
        .collect(Collectors.joining(", ", inputs.size() + " input(s): ", ""));
  }
}
