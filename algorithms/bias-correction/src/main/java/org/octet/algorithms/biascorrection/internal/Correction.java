package org.octet.algorithms.biascorrection.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/**
 * A correction of one layer's bias.
 *
 * @param layer the layer
 * @param shift what is added per output channel
 */
record Correction(Layer layer, float[] shift) {
  /** Adds the shift to the layer's bias; a layer without a bias gets one. */
  void apply(Model model) {
    Operation op = layer.in(model);
    int axis = OperationTraits.outputChannelAxis(op, layer.weightPort());
    Optional<OperationTraits.Bias> bias = OperationTraits.bias(op, axis, shift.length);
    if (bias.isPresent()) {
      change(model, bias.get(), op.output(0).shape().rank(), axis);
    } else {
      insert(model, op, axis);
    }
  }

  private void change(Model model, OperationTraits.Bias bias, int rank, int axis) {
    Output old = bias.input().source();
    float[] before = Floats.read(bias.constant().value());
    float[] after = new float[shift.length];
    for (int c = 0; c < after.length; c++) {
      after[c] = before[before.length == 1 ? 0 : c] + shift[c];
    }
    boolean whole = before.length == shift.length;
    Shape shape = whole ? old.shape().toShape().orElseThrow() : channels(rank, axis);
    Operation constant =
        Operation.constant(
            model.uniqueName(bias.constant().name() + "/corrected"),
            Floats.tensor(old.type(), shape, after));
    bias.input().connect(model.add(constant).output(0));
    model.removeUnread(old.operation());
  }

  private void insert(Model model, Operation op, int axis) {
    Output result = op.output(0);
    List<Input> consumers = List.copyOf(result.consumers());
    Operation add =
        new Operation(OperationTypes.ADD, "opset1", model.uniqueName(op.name() + "/bias"))
            .with("auto_broadcast", "numpy");
    Operation constant =
        Operation.constant(
            model.uniqueName(add.name() + "/value"),
            Floats.tensor(result.type(), channels(result.shape().rank(), axis), shift));
    add.addInput(result).addInput(model.add(constant).output(0));
    Output corrected = add.addOutput(result.type(), result.shape());
    model.add(add);
    result.moveConsumers(consumers, corrected);
  }

  private Shape channels(int rank, int axis) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[axis] = shift.length;
    return Shape.of(dims);
  }
}
