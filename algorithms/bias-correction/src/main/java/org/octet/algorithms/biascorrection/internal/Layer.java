package org.octet.algorithms.biascorrection.internal;

import java.util.Optional;
import java.util.OptionalInt;
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
import org.octet.api.statistics.Windows;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/**
 * A convolution or MatMul whose bias can be corrected, as it is in the float model.
 *
 * @param model name of the model
 * @param operation friendly name
 * @param weightPort the input that reads the weight
 * @param mean the mean of its input per channel, of a convolution as each offset of its kernel sees
 *     it
 * @param weight its weight
 */
record Layer(String model, String operation, int weightPort, StatisticRequest mean, Tensor weight) {

  /** The layer that an operation is; empty when its bias cannot be corrected. */
  static Optional<Layer> of(String modelName, Operation op) {
    OptionalInt port = OperationTraits.weightPort(op);
    if (port.isEmpty() || readByResult(op)) {
      return Optional.empty();
    }
    int dataPort = 1 - port.getAsInt();
    Output data = op.input(dataPort).source();
    PartialShape weight = op.input(port.getAsInt()).source().shape();
    boolean fits =
        weight.toShape().isPresent()
            && data.shape().hasRank()
            && Floats.supports(data.type())
            && OperationTraits.constantBehind(data).isEmpty()
            && op.output(0).shape().hasRank()
            && (OperationTraits.isConvolution(op) || isPlainMatMul(op, weight, data.shape()));
    if (!fits) {
      return Optional.empty();
    }
    StatisticRequest mean =
        StatisticRequest.perChannel(
            TensorId.of(modelName, data),
            reducer(op),
            Aggregator.MEAN,
            OperationTraits.inputChannelAxis(op, dataPort));
    Tensor values =
        OperationTraits.constantBehind(op.input(port.getAsInt()).source()).orElseThrow().value();
    return Optional.of(new Layer(modelName, op.name(), port.getAsInt(), mean, values));
  }

  /** Whether the mean is taken as each offset of the kernel sees the input. */
  boolean windowed() {
    return mean.reducer() instanceof Reducer.WindowMean;
  }

  private static Reducer reducer(Operation op) {
    if (!OperationTraits.isConvolution(op)) {
      return Reducer.MEAN;
    }
    return Windows.of(op)
        .filter(windows -> WindowChoice.of(op, windows).worthwhile())
        .<Reducer>map(Reducer.WindowMean::new)
        .orElse(Reducer.MEAN);
  }

  // an Add behind it could not take over the Result without taking over the tensor's names
  private static boolean readByResult(Operation op) {
    return op.output(0).consumers().stream().anyMatch(c -> c.operation().is(OperationTypes.RESULT));
  }

  private static boolean isPlainMatMul(Operation op, PartialShape weight, PartialShape data) {
    return op.is(OperationTypes.MAT_MUL) && weight.rank() == 2 && data.rank() >= 2;
  }

  /**
   * The operation in a model.
   *
   * @throws IllegalArgumentException when the model has no such operation
   */
  Operation in(Model m) {
    return m.operation(operation)
        .orElseThrow(() -> new IllegalArgumentException("no operation '" + operation + "'"));
  }
}
