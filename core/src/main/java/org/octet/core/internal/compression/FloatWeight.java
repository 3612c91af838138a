package org.octet.core.internal.compression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.SubGraph;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/**
 * The weight of an operation that computes in float, which can be stored as 8-bit integers with a
 * scale per output channel all the same: weight-only quantization.
 *
 * @param model the graph of the operation, which may be the body of another operation
 * @param input reads the weight, alone
 * @param constant the weight
 * @param channelAxes its axes that tell output channels apart, ascending
 */
public record FloatWeight(Model model, Input input, Operation constant, List<Integer> channelAxes) {
  /** Smaller weights are not worth their scales and two operations more. */
  private static final long FEWEST = 1024;

  private static final int LEVELS = 255;

  /**
   * The weights of recurrent operations, of all that nested graphs multiply with weights, and of
   * chosen operations.
   *
   * @param model not changed
   * @param chosen linear operations of the model itself whose weights are taken, too
   * @return in the order of the operations
   */
  public static List<FloatWeight> of(Model model, Predicate<Operation> chosen) {
    List<FloatWeight> found = new ArrayList<>();
    for (Operation op : model.topologicalOrder()) {
      for (int port : OperationTraits.recurrentWeightPorts(op)) {
        of(model, op, port).ifPresent(found::add);
      }
      if (OperationTraits.isLinear(op) && chosen.test(op)) {
        OperationTraits.weightPort(op).ifPresent(port -> of(model, op, port).ifPresent(found::add));
      }
      for (SubGraph sub : op.subGraphs()) {
        found.addAll(of(sub.body(), inside -> true));
      }
    }
    return List.copyOf(found);
  }

  private static Optional<FloatWeight> of(Model model, Operation op, int port) {
    Output source = op.input(port).source();
    Operation constant = source.operation();
    boolean alone = source.consumers().size() == 1;
    if (constant.is(OperationTypes.CONVERT)) {
      constant = constant.input(0).source().operation();
      alone &= constant.outputs().get(0).consumers().size() == 1;
    }
    boolean storable =
        alone
            && constant.isConstant()
            && Floats.supports(constant.value().type())
            && Floats.supports(source.type())
            && constant.value().shape().elements() >= FEWEST;
    return storable
        ? Optional.of(
            new FloatWeight(
                model, op.input(port), constant, OperationTraits.weightChannelAxes(op, port)))
        : Optional.empty();
  }

  /** Puts a quantizer on the weight: what the integers will stand for. */
  public FakeQuantize quantize() {
    String name = input.operation().name() + "/fq_weights_" + input.index();
    return FakeQuantize.insert(model, name, input.source(), List.of(input), LEVELS, range());
  }

  /**
   * How exact the integers are: the energy of the weight over that of its rounding error; infinite
   * where it loses nothing, NaN where it is not finite.
   */
  public double exactness() {
    float[] values = Floats.read(constant.value());
    Shape shape = constant.value().shape();
    Model alone = new Model("weight", model.irVersion());
    Output data = alone.add(Operation.constant("weight", constant.value())).output(0);
    float[] rounded =
        FakeQuantize.insert(alone, "fq", data, List.of(), LEVELS, range())
            .fakeQuantize(values, shape);
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < values.length; i++) {
      signal += (double) values[i] * values[i];
      noise += ((double) values[i] - rounded[i]) * ((double) values[i] - rounded[i]);
    }
    return signal / noise;
  }

  /** From minus to plus the largest magnitude of each channel. */
  private FakeQuantize.Range range() {
    Shape shape = constant.value().shape();
    long[] dims = new long[shape.rank()];
    Arrays.fill(dims, 1);
    channelAxes.forEach(axis -> dims[axis] = shape.dim(axis));
    Shape kept = Shape.of(dims);
    float[] high = new float[Math.toIntExact(kept.elements())];
    float[] values = Floats.read(constant.value());
    for (int i = 0; i < values.length; i++) {
      int channel = channel(i, shape);
      high[channel] = Math.max(high[channel], Math.abs(values[i]));
    }
    float[] low = new float[high.length];
    for (int c = 0; c < high.length; c++) {
      // zeros are zeros in any range, and this one can be divided by
      high[c] = high[c] == 0 ? 1 : high[c];
      low[c] = -high[c];
    }
    return new FakeQuantize.Range(kept, low, high);
  }

  private int channel(int element, Shape shape) {
    int rest = element;
    int channel = 0;
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      int extent = Math.toIntExact(shape.dim(axis));
      if (channelAxes.contains(axis)) {
        channel += rest % extent * stride;
        stride *= extent;
      }
      rest /= extent;
    }
    return channel;
  }
}
