package org.octet.algorithms.overflowcorrection.internal;

import java.util.Optional;
import java.util.OptionalInt;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;

/**
 * A convolution or matrix product with a constant weight.
 *
 * @param model name of the model
 * @param operation friendly name
 * @param weightPort the input that reads the weight
 * @param largestSum the largest magnitude of its results, its bias added
 */
record Layer(String model, String operation, int weightPort, StatisticRequest largestSum) {

  /** The layer that an operation is; empty: it is none. */
  static Optional<Layer> of(String model, Operation op) {
    OptionalInt port = OperationTraits.weightPort(op);
    if (port.isEmpty()) {
      return Optional.empty();
    }
    StatisticRequest largest =
        StatisticRequest.perTensor(
            TensorId.of(model, sum(op, port.getAsInt())), Reducer.ABS_MAX, Aggregator.MAX);
    return Optional.of(new Layer(model, op.name(), port.getAsInt(), largest));
  }

  private static Output sum(Operation op, int weightPort) {
    PartialShape shape = op.output(0).shape();
    if (!shape.hasRank() || shape.rank() == 0) {
      return op.output(0);
    }
    int axis = OperationTraits.outputChannelAxis(op, weightPort);
    return shape.dim(axis).isStatic()
        ? OperationTraits.bias(op, axis, shape.dim(axis).min())
            .map(bias -> bias.add().output(0))
            .orElse(op.output(0))
        : op.output(0);
  }
}
