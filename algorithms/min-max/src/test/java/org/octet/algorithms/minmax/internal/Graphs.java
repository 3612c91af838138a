package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Builds small models by hand. */
final class Graphs {
  final Model model = new Model("test", 11);

  Output parameter(String name, long... dims) {
    Operation op = new Operation("Parameter", "opset1", name);
    Output output = op.addOutput(ElementType.F32, PartialShape.of(dims));
    model.add(op);
    return output;
  }

  Output op(String type, String name, long[] dims, Output... inputs) {
    return typed(type, name, ElementType.F32, dims, inputs);
  }

  Output typed(String type, String name, ElementType element, long[] dims, Output... inputs) {
    Operation op = new Operation(type, "opset1", name);
    Arrays.stream(inputs).forEach(op::addInput);
    Output output = op.addOutput(element, PartialShape.of(dims));
    model.add(op);
    return output;
  }

  /** An operation of the shape of its first input. */
  Output same(String type, String name, Output... inputs) {
    return op(type, name, dims(inputs[0]), inputs);
  }

  Output constant(String name, long[] dims, float... values) {
    return model.add(Operation.constant(name, Tensor.of(Shape.of(dims), values))).output(0);
  }

  /** A constant of a given type, filled with values from -1 to 1. */
  Output ramp(String name, ElementType type, long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 17 - 8) / 8f;
    }
    return model.add(Operation.constant(name, Floats.tensor(type, shape, values))).output(0);
  }

  Output ramp(String name, long... dims) {
    return ramp(name, ElementType.F32, dims);
  }

  Output axes(String name, long... values) {
    Tensor tensor = Tensor.ofLongs(Shape.of(values.length), values);
    return model.add(Operation.constant(name, tensor)).output(0);
  }

  /** A 1x1 convolution with a bias, named {@code name} and {@code name + "/add"}. */
  Output biasedConvolution(String name, Output input, long outputs) {
    Output conv = convolution(name, input, outputs);
    return same("Add", name + "/add", conv, ramp(name + "/bias", 1, outputs, 1, 1));
  }

  Output convolution(String name, Output input, long outputs) {
    long[] in = dims(input);
    Output weight = ramp(name + "/weight", outputs, in[1], 1, 1);
    return op("Convolution", name, new long[] {in[0], outputs, in[2], in[3]}, input, weight);
  }

  Output depthwise(String name, Output input) {
    long[] in = dims(input);
    Output weight = ramp(name + "/weight", in[1], 1, 1, 3, 3);
    return same("GroupConvolution", name, input, weight);
  }

  Output matMul(String name, Output input, long outputs) {
    long[] in = dims(input);
    Output weight = ramp(name + "/weight", outputs, in[1]);
    Output result = op("MatMul", name, new long[] {in[0], outputs}, input, weight);
    result.operation().with("transpose_a", "false").with("transpose_b", "true");
    return result;
  }

  Operation result(Output output) {
    Operation op = new Operation("Result", "opset1", output.operation().name() + "/result");
    op.addInput(output);
    return model.add(op);
  }

  static long[] dims(Output output) {
    return output.shape().toShape().orElseThrow().toArray();
  }

  Operation find(String name) {
    return model
        .operation(name)
        .orElseThrow(() -> new AssertionError("no operation " + name + " in " + names()));
  }

  Input input(String name, int port) {
    return find(name).input(port);
  }

  String names() {
    return model.operations().stream().map(Operation::toString).toList().toString();
  }
}
