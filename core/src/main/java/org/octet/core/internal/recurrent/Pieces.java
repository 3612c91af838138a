package org.octet.core.internal.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.octet.api.model.Dimension;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Adds the operations that a recurrent one is made of to a model; their names begin with its name.
 * Used by one thread.
 */
final class Pieces {
  private final Model model;
  private final String name;

  Pieces(Model model, String name) {
    this.model = model;
    this.name = name;
  }

  /** {@code x * weight'}, with a weight of rows per output. */
  Output product(String part, Output x, Output weight) {
    Operation op =
        operation(OperationTypes.MAT_MUL, part)
            .with("transpose_a", "false")
            .with("transpose_b", "true");
    op.addInput(x).addInput(weight);
    return op.addOutput(x.type(), with(x.shape(), 1, weight.shape().dim(0)));
  }

  /** An element-wise operation; the result has the shape of the first. */
  Output elementwise(String type, String part, Output a, Output b) {
    Operation op = operation(type, part).with("auto_broadcast", "numpy");
    return op.addInput(a).addInput(b).addOutput(a.type(), a.shape());
  }

  Output function(String type, String part, Output x) {
    return operation(type, part).addInput(x).addOutput(x.type(), x.shape());
  }

  /** Equal parts along an axis of static extent; one part is the tensor itself. */
  List<Output> split(String part, Output x, int axis, int parts) {
    if (parts == 1) {
      return List.of(x);
    }
    Operation op = operation("Split", part).with("num_splits", Integer.toString(parts));
    op.addInput(x).addInput(scalar(part + "/axis", axis));
    Dimension each = Dimension.of(x.shape().dim(axis).min() / parts);
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      outputs.add(op.addOutput(x.type(), with(x.shape(), axis, each)));
    }
    return outputs;
  }

  /** Without an axis of extent 1. */
  Output squeeze(String part, Output x, int axis) {
    List<Dimension> dims = new ArrayList<>(x.shape().dimensions());
    dims.remove(axis);
    Operation op = operation("Squeeze", part).addInput(x).addInput(axes(part, axis));
    return op.addOutput(x.type(), PartialShape.of(dims));
  }

  /** With one more axis of extent 1. */
  Output unsqueeze(String part, Output x, int axis) {
    List<Dimension> dims = new ArrayList<>(x.shape().dimensions());
    dims.add(axis, Dimension.of(1));
    Operation op = operation("Unsqueeze", part).addInput(x).addInput(axes(part, axis));
    return op.addOutput(x.type(), PartialShape.of(dims));
  }

  /** All along an axis of static extents; of one it is that one. */
  Output concat(String part, List<Output> all, int axis) {
    if (all.size() == 1) {
      return all.get(0);
    }
    Operation op = operation(OperationTypes.CONCAT, part).with("axis", Integer.toString(axis));
    all.forEach(op::addInput);
    Output first = all.get(0);
    long extent = all.stream().mapToLong(o -> o.shape().dim(axis).min()).sum();
    return op.addOutput(first.type(), with(first.shape(), axis, Dimension.of(extent)));
  }

  /** A constant cut along its first axis into equal parts. */
  List<Output> cut(String part, Tensor constant, int parts) {
    long[] dims = constant.shape().toArray();
    dims[0] /= parts;
    float[] all = Floats.read(constant);
    int length = all.length / parts;
    List<Output> cut = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      float[] values = Arrays.copyOfRange(all, i * length, (i + 1) * length);
      cut.add(constant(part, Floats.tensor(constant.type(), Shape.of(dims), values)));
    }
    return cut;
  }

  Output constant(String part, Tensor value) {
    return model.add(Operation.constant(model.uniqueName(name + "/" + part), value)).output(0);
  }

  Operation operation(String type, String part) {
    return model.add(new Operation(type, "opset1", model.uniqueName(name + "/" + part)));
  }

  private Output scalar(String part, long value) {
    return constant(part, Tensor.ofLongs(Shape.of(), value));
  }

  private Output axes(String part, long axis) {
    return constant(part + "/axes", Tensor.ofLongs(Shape.of(1), axis));
  }

  private static PartialShape with(PartialShape shape, int axis, Dimension extent) {
    List<Dimension> dims = new ArrayList<>(shape.dimensions());
    dims.set(axis, extent);
    return PartialShape.of(dims);
  }
}
