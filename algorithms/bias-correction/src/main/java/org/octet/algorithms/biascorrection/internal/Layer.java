package org.octet.algorithms.biascorrection.internal;

import java.util.Optional;
import java.util.OptionalInt;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Windows;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A convolution or MatMul whose bias can be corrected, as it is in the float model.
 *
 * @param model name of the model
 * @param operation friendly name
 * @param weightPort the input that reads the weight
 * @param mean the mean of its input per channel, of a convolution as each offset of its kernel sees
 *     it
 */
record Layer(String model, String operation, int weightPort, StatisticRequest mean) {

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
    return Optional.of(new Layer(modelName, op.name(), port.getAsInt(), mean));
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

  /** The value of its bias; empty when it has none. */
  Optional<Tensor> bias(Model m) {
    Operation op = in(m);
    Shape weight = op.input(weightPort).source().shape().toShape().orElseThrow();
    int axis = OperationTraits.outputChannelAxis(op, weightPort);
    return OperationTraits.bias(op, axis, MeanShift.channels(op, weightPort, weight))
        .map(found -> found.constant().value());
  }

  /** The quantizer of its constant weight; empty when the weight is not quantized. */
  Optional<FakeQuantize> quantizer(OptimizedModel models) {
    Output weight = in(models.model(model)).input(weightPort).source();
    return FakeQuantize.of(weight.operation())
        .filter(fq -> OperationTraits.constantBehind(fq.data()).isPresent());
  }

  /** What the codes of its weight stand for, in the unit of the float model's weight. */
  static float[] rounded(FakeQuantize quantizer) {
    Tensor constant = OperationTraits.constantBehind(quantizer.data()).orElseThrow().value();
    Shape shape = quantizer.data().shape().toShape().orElseThrow();
    return quantizer.rounded(Floats.read(constant), shape);
  }

  /** What its weight was before any algorithm chose its codes. */
  float[] weight(OptimizedModel models, FakeQuantize quantizer) {
    Tensor constant = OperationTraits.constantBehind(quantizer.data()).orElseThrow().value();
    TensorId id = TensorId.of(model, quantizer.operation().output(0));
    return Floats.read(models.unrounded(id).orElse(constant));
  }
}
