package org.octet.algorithms.biascorrection.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * The float and the quantized model in one graph, on the same inputs. Each layer of the quantized
 * one is given, for each sample, the mean per channel that the float one has, before the next layer
 * reads it: what it lacks is then its own, and all layers are measured in one pass. The results are
 * the float model's. Used once.
 */
final class Twin {
  /** Names the memory that ReadValue and Assign share; the second model has its own. */
  private static final String VARIABLE = "variable_id";

  private final Model model;
  private final String prefix;

  /**
   * @param floats the float model; becomes the twin
   * @param quantized the quantized model, taken apart
   */
  Twin(Model floats, Model quantized) {
    model = floats;
    prefix = model.uniqueName("octet.quantized") + "/";
    List<Operation> inputs = quantized.parameters();
    // in order before its edges lead out of it
    List<Operation> own =
        quantized.topologicalOrder().stream()
            .filter(op -> !op.is(OperationTypes.PARAMETER, OperationTypes.RESULT))
            .toList();
    for (int i = 0; i < inputs.size(); i++) {
      Output input = inputs.get(i).output(0);
      input.moveConsumers(input.consumers(), model.parameters().get(i).output(0));
    }
    quantized.results().forEach(quantized::remove);
    inputs.forEach(quantized::remove);
    for (Operation op : own) {
      quantized.rename(op, prefix + op.name());
      op.attribute(VARIABLE).ifPresent(id -> op.with(VARIABLE, prefix + id));
      // names of tensors are the first model's
      op.outputs().forEach(output -> output.names().clear());
      model.add(op);
    }
  }

  /** The graph. */
  Model model() {
    return model;
  }

  /**
   * What a layer lacked in a sample, over the samples.
   *
   * @param mean per output channel
   * @param square mean of the squares
   */
  record Lack(StatisticRequest mean, StatisticRequest square) {}

  /** Lets a layer have the float model's means, and asks for what it lacked. */
  Lack align(Layer layer) {
    Operation then = layer.in(model);
    Operation now = model.operation(prefix + layer.operation()).orElseThrow();
    int axis = OperationTraits.outputChannelAxis(then, layer.weightPort());
    Output wanted = result(then, axis);
    Output result = result(now, axis);
    List<Input> readers = List.copyOf(result.consumers());
    String name = prefix + layer.operation() + "/lack";
    Output before = mean(result, axis, name + "/is");
    Output lack =
        binary("Subtract", mean(wanted, axis, name + "/wanted"), before, before.shape(), name);
    Output square = binary("Multiply", lack, lack, lack.shape(), name + "/square");
    Output whole = binary("Add", result, lack, result.shape(), name + "/made_up");
    result.moveConsumers(readers, whole);
    return new Lack(request(layer, lack, axis), request(layer, square, axis));
  }

  private static StatisticRequest request(Layer layer, Output tensor, int axis) {
    return StatisticRequest.perChannel(
        TensorId.of(layer.model(), tensor), Reducer.MEAN, Aggregator.MEAN, axis);
  }

  /** The layer's result with its bias, if it has one. */
  private static Output result(Operation op, int axis) {
    Output result = op.output(0);
    Optional<OperationTraits.Bias> bias =
        OperationTraits.bias(op, axis, result.shape().dim(axis).min());
    return bias.map(b -> b.add().output(0)).orElse(result);
  }

  private Output mean(Output tensor, int axis, String name) {
    int rank = tensor.shape().rank();
    long[] axes = LongStream.range(0, rank).filter(a -> a != axis).toArray();
    Operation reduce = operation("ReduceMean", name).with("keep_dims", "true");
    reduce.addInput(tensor);
    Tensor values = Tensor.ofLongs(Shape.of(axes.length), axes);
    reduce.addInput(model.add(Operation.constant(name + "/axes", values)).output(0));
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    shape[axis] = tensor.shape().dim(axis).min();
    return reduce.addOutput(tensor.type(), PartialShape.of(shape));
  }

  private Output binary(String type, Output a, Output b, PartialShape shape, String name) {
    Operation op = operation(type, name).with("auto_broadcast", "numpy");
    op.addInput(a).addInput(b);
    return op.addOutput(a.type(), shape);
  }

  private Operation operation(String type, String name) {
    return model.add(new Operation(type, "opset1", name));
  }
}
