package org.octet.algorithms.weightrounding.internal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Window;
import org.octet.api.statistics.Windows;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/**
 * A convolution or matrix product whose weight is constant, as it is in the float model.
 *
 * @param model name of the model
 * @param operation friendly name
 * @param weightPort the input that reads the weight
 * @param groups groups of output channels that read different inputs
 * @param rows output channels per group
 * @param inputs input channels per group
 * @param size weights of one output channel
 * @param columns whether an output channel's weights are a column of the weight, not a row
 * @param tensor what is multiplied
 * @param channelAxis its channel axis
 * @param windows of a convolution
 */
record Layer(
    String model,
    String operation,
    int weightPort,
    int groups,
    int rows,
    int inputs,
    int size,
    boolean columns,
    TensorId tensor,
    int channelAxis,
    List<Window> windows) {

  /** The layer that an operation is; empty where its input's moments cannot be measured. */
  static Optional<Layer> of(String model, Operation op) {
    OptionalInt port = OperationTraits.weightPort(op);
    if (port.isEmpty()) {
      return Optional.empty();
    }
    Output data = op.input(1 - port.getAsInt()).source();
    Optional<Shape> weight = op.input(port.getAsInt()).source().shape().toShape();
    if (weight.isEmpty()
        || !data.shape().hasRank()
        || !Floats.supports(data.type())
        || OperationTraits.constantBehind(data).isPresent()) {
      return Optional.empty();
    }
    return op.is(OperationTypes.MAT_MUL)
        ? product(model, op, port.getAsInt(), weight.get(), data)
        : convolution(model, op, weight.get(), data);
  }

  private static Optional<Layer> product(
      String model, Operation op, int port, Shape weight, Output data) {
    int axis = OperationTraits.inputChannelAxis(op, 1 - port);
    PartialShape shape = data.shape();
    if (weight.rank() != 2 || shape.rank() < 2 || !shape.dim(axis).isStatic()) {
      return Optional.empty();
    }
    int contracted = OperationTraits.contractedAxis(op, port);
    return Optional.of(
        new Layer(
            model,
            op.name(),
            port,
            1,
            (int) weight.dim(1 - contracted),
            (int) weight.dim(contracted),
            (int) weight.dim(contracted),
            contracted == 0,
            TensorId.of(model, data),
            axis,
            List.of()));
  }

  private static Optional<Layer> convolution(
      String model, Operation op, Shape weight, Output data) {
    boolean grouped = op.is(OperationTypes.GROUP_CONVOLUTION);
    if (!grouped && !op.is(OperationTypes.CONVOLUTION)) {
      return Optional.empty();
    }
    int groups = grouped ? (int) weight.dim(0) : 1;
    int rows = (int) weight.dim(grouped ? 1 : 0);
    int size = (int) (weight.elements() / groups / rows);
    return Windows.of(op)
        .or(() -> Windows.atRunTime(op))
        .filter(windows -> data.shape().dim(1).isStatic())
        .map(
            windows ->
                new Layer(
                    model,
                    op.name(),
                    1,
                    groups,
                    rows,
                    (int) weight.dim(grouped ? 2 : 1),
                    size,
                    false,
                    TensorId.of(model, data),
                    1,
                    windows));
  }

  /**
   * In how many equal parts an output channel's weights are rounded, each for itself, so that
   * neither time nor memory grow beyond bounds. Parts are whole input channels.
   *
   * @param largest weights of one part at most, where the number of input channels allows
   * @param most moments at most, likewise
   */
  int parts(int largest, long most) {
    int parts = 1;
    while (parts < inputs
        && (inputs % parts != 0 || size / parts > largest || moments(parts) > most)) {
      parts++;
    }
    return parts;
  }

  /** Number of moments. */
  long moments(int parts) {
    long side = size / parts;
    return groups * parts * side * side;
  }

  /**
   * What is measured.
   *
   * @param parts into which an output channel's weights are divided
   * @param positions output positions of each sample
   */
  StatisticRequest request(int parts, int positions) {
    return StatisticRequest.perChannel(
        tensor,
        new Reducer.SecondMoment(windows, groups * parts, positions),
        Aggregator.MEAN,
        channelAxis);
  }

  /** Where in the weight element k of an output channel lies. */
  int place(int channel, int k) {
    return columns ? k * rows + channel : channel * size + k;
  }
}
