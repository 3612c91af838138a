package org.octet.algorithms.pot.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Floats;

/**
 * A Clamp behind each activation function, to the least and the largest value that it has on the
 * samples: a bit that flips in memory does not become a huge value (Geissler et al., "Towards a
 * Safety Case for Hardware Fault Tolerance in Convolutional Neural Networks Using Activation Range
 * Supervision"). Outputs of the model are not clamped: their tensors and names are the user's.
 */
final class RangeSupervision implements Algorithm {
  private static final Set<String> ACTIVATIONS =
      Set.of("ReLU", "Swish", "PReLU", "Elu", "Gelu", "Sigmoid", "Tanh");

  private final Ignored ignored;
  private final List<TensorId> tensors = new ArrayList<>();

  RangeSupervision(Ignored ignored) {
    this.ignored = ignored;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    ignored.check(models);
    models
        .models()
        .forEach(
            (name, model) -> {
              for (Operation op : model.topologicalOrder()) {
                if (ACTIVATIONS.contains(op.type()) && ignored.takes(op)) {
                  add(TensorId.of(name, op.output(0)), op.output(0));
                }
              }
            });
    if (tensors.isEmpty()) {
      throw new UnsupportedModelException(
          "there is nothing to supervise: the model has none of the operations "
              + String.join(", ", ACTIVATIONS.stream().sorted().toList()));
    }
    for (TensorId tensor : tensors) {
      requests.request(least(tensor));
      requests.request(largest(tensor));
    }
  }

  private void add(TensorId id, Output tensor) {
    if (Floats.supports(tensor.type()) && !readers(tensor).isEmpty()) {
      tensors.add(id);
    }
  }

  private static List<Input> readers(Output tensor) {
    return tensor.consumers().stream()
        .filter(c -> !c.operation().is(OperationTypes.RESULT, "ShapeOf"))
        .toList();
  }

  private static StatisticRequest least(TensorId tensor) {
    return StatisticRequest.perTensor(tensor, Reducer.MIN, Aggregator.MIN);
  }

  private static StatisticRequest largest(TensorId tensor) {
    return StatisticRequest.perTensor(tensor, Reducer.MAX, Aggregator.MAX);
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    int clamped = 0;
    for (TensorId id : tensors) {
      float low = statistics.get(least(id))[0];
      float high = statistics.get(largest(id))[0];
      Model model = models.model(id.model());
      // a Clamp of one value is none
      if (low < high && model.operation(id.operation()).isPresent()) {
        clamp(model, id.in(model), low, high);
        clamped++;
      }
    }
    context.note(
        "RangeSupervision: %d of %d activations are kept in the range that they have on the samples"
            .formatted(clamped, tensors.size()));
  }

  private static void clamp(Model model, Output tensor, float low, float high) {
    String name = model.uniqueName(tensor.operation().name() + "/min_max_Clamp");
    Operation clamp = new Operation("Clamp", "opset1", name);
    clamp.with("min", Float.toString(low)).with("max", Float.toString(high));
    List<Input> readers = readers(tensor);
    clamp.addInput(tensor);
    Output clamped = clamp.addOutput(tensor.type(), tensor.shape());
    model.add(clamp);
    tensor.moveConsumers(readers, clamped);
  }
}
