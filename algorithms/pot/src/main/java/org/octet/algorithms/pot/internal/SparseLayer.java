package org.octet.algorithms.pot.internal;

import java.util.List;
import java.util.Optional;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A convolution or MatMul with float weights.
 *
 * @param model name of its model
 * @param name its own
 * @param port the input that reads the weight
 * @param data what it multiplies the weight with
 * @param axis the channel axis of that
 */
record SparseLayer(String model, String name, int port, TensorId data, int axis) {

  /** The layer; empty: it is none, or its weight is not a plain constant of fixed shape. */
  static Optional<SparseLayer> of(String model, Operation op) {
    if (OperationTraits.weightPort(op).isEmpty()) {
      return Optional.empty();
    }
    int port = OperationTraits.weightPort(op).getAsInt();
    var source = op.input(1 - port).source();
    Operation weight = op.input(port).source().operation();
    Operation behind = OperationTraits.constantBehind(op.input(port).source()).orElseThrow();
    // a Reshape between them could change which axis is which
    boolean plain = weight == behind || weight.is(OperationTypes.CONVERT);
    boolean ranked = source.shape().hasRank();
    if (!plain || !ranked || FakeQuantize.of(source.operation()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new SparseLayer(
            model,
            op.name(),
            port,
            TensorId.of(model, source),
            OperationTraits.inputChannelAxis(op, 1 - port)));
  }

  private Operation operation(OptimizedModel models) {
    return models.model(model).operation(name).orElseThrow();
  }

  /** The constant that holds the weights. */
  Operation constant(OptimizedModel models) {
    return OperationTraits.constantBehind(operation(models).input(port).source()).orElseThrow();
  }

  /** A copy of the weights. */
  float[] weights(OptimizedModel models) {
    return Floats.read(constant(models).value()).clone();
  }

  void setWeights(OptimizedModel models, float[] weights) {
    Tensor old = constant(models).value();
    constant(models).setValue(Floats.tensor(old.type(), old.shape(), weights));
  }

  /** Which channels the weights belong to. */
  Channels channels(OptimizedModel models) {
    Operation op = operation(models);
    Shape shape = constant(models).value().shape();
    List<Integer> outputs = OperationTraits.weightChannelAxes(op, port);
    return switch (op.type()) {
      case OperationTypes.CONVOLUTION -> Channels.of(shape, outputs, -1, 1);
      case OperationTypes.CONVOLUTION_BACKPROP_DATA -> Channels.of(shape, outputs, -1, 0);
      case OperationTypes.GROUP_CONVOLUTION -> Channels.of(shape, outputs, 0, 2);
      case OperationTypes.GROUP_CONVOLUTION_BACKPROP_DATA -> Channels.of(shape, outputs, 0, 1);
      default -> Channels.of(shape, outputs, -1, OperationTraits.contractedAxis(op, port));
    };
  }

  /** Asks for what {@link #correctBias} reads. */
  void request(StatisticRequests requests) {
    requests.request(means());
  }

  private StatisticRequest means() {
    return StatisticRequest.perChannel(data, Reducer.MEAN, Aggregator.MEAN, axis);
  }

  /** Adds to the bias, if there is one, what the means of the output channels lost. */
  void correctBias(OptimizedModel models, float[] before, float[] after, Statistics statistics) {
    Operation op = operation(models);
    Channels channels = channels(models);
    OperationTraits.bias(op, OperationTraits.outputChannelAxis(op, port), channels.outputs())
        .filter(bias -> bias.constant().value().shape().elements() == channels.outputs())
        .ifPresent(
            bias -> {
              float[] shift = channels.shift(before, after, statistics.get(means()));
              Tensor old = bias.constant().value();
              float[] values = Floats.read(old).clone();
              for (int c = 0; c < values.length; c++) {
                values[c] += shift[c];
              }
              bias.constant().setValue(Floats.tensor(old.type(), old.shape(), values));
            });
  }
}
