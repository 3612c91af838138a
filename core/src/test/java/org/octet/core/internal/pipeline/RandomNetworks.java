package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Networks from a seed, of the operations that are quantized and of what stands between them:
 * convolutions of any group, MatMul, sums, products and concatenations of branches, activations,
 * pooling, squeeze and excitation, attention, movers. Weights are Gaussian and keep the variance.
 */
final class RandomNetworks {
  /** Shape of the only input, {@code x}. */
  static final Shape INPUT = Shape.of(1, 4, 8, 8);

  private final Model model = new Model("random", 11);
  private final List<Output> maps = new ArrayList<>();
  private final Random random;
  private int counter;

  private RandomNetworks(long seed) {
    // the first numbers of Random are much the same for seeds that are close
    random = new Random(new SplittableRandom(seed).nextLong());
  }

  /** A network with one or two outputs, {@code y0} and {@code y1}. */
  static Model of(long seed) {
    return new RandomNetworks(seed).build();
  }

  private Model build() {
    Operation x = model.add(new Operation("Parameter", "opset1", "x"));
    x.with("shape", INPUT.toString().replaceAll("[\\[\\] ]", "")).with("element_type", "f32");
    Output input = x.addOutput(ElementType.F32, PartialShape.of(1, 4, 8, 8));
    input.names().add("x");
    maps.add(convolution(input, 1));
    for (int i = 2 + random.nextInt(8); i > 0; i--) {
      maps.add(step(any()));
    }
    int outputs = 1 + random.nextInt(2);
    for (int i = 0; i < outputs; i++) {
      Output last = maps.get(maps.size() - 1 - i);
      result("y" + i, random.nextBoolean() ? classifier(last) : convolution(last, 1));
    }
    return model;
  }

  private Output any() {
    // mostly the newest: deep networks, with branches now and then
    return random.nextInt(3) > 0
        ? maps.get(maps.size() - 1)
        : maps.get(random.nextInt(maps.size()));
  }

  private Output step(Output in) {
    return switch (random.nextInt(11)) {
      case 0, 1 -> activation(convolution(in, 1));
      case 2 -> activation(convolution(in, channels(in)));
      case 3 -> convolution(in, 2);
      case 4 -> alike(in, "Add");
      case 5 -> alike(in, "Multiply");
      case 6 -> concat(in);
      case 7 -> pool(in);
      case 8 -> excitation(in);
      case 9 -> attention(in);
      default -> shuffle(in);
    };
  }

  private static int channels(Output map) {
    return (int) map.shape().dim(1).min();
  }

  private static int side(Output map) {
    return (int) map.shape().dim(2).min();
  }

  private Operation op(String type, String opset, Output... inputs) {
    Operation op = model.add(new Operation(type, opset, type + "_" + counter++));
    List.of(inputs).forEach(op::addInput);
    return op;
  }

  private static Output f32(Operation op, long... dims) {
    return op.addOutput(ElementType.F32, PartialShape.of(dims));
  }

  private static Output like(Operation op, Output map) {
    return op.addOutput(ElementType.F32, map.shape());
  }

  private Output constant(Shape shape, double sigma) {
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * sigma);
    }
    return model.add(Operation.constant("c_" + counter++, Tensor.of(shape, values))).output(0);
  }

  private Output integers(long... values) {
    Tensor tensor = Tensor.ofLongs(Shape.of(values.length), values);
    return model.add(Operation.constant("i_" + counter++, tensor)).output(0);
  }

  private Output convolution(Output in, int groups) {
    int inputs = channels(in);
    int outputs = groups == inputs ? inputs : 4 * (1 + random.nextInt(3));
    int kernel = random.nextBoolean() ? 1 : 3;
    double sigma = 1 / Math.sqrt((double) inputs / groups * kernel * kernel);
    Shape shape =
        groups == 1
            ? Shape.of(outputs, inputs, kernel, kernel)
            : Shape.of(groups, outputs / groups, inputs / groups, kernel, kernel);
    String type = groups == 1 ? "Convolution" : "GroupConvolution";
    String pad = kernel / 2 + "," + kernel / 2;
    Operation op =
        op(type, "opset1", in, constant(shape, sigma))
            .with("strides", "1,1")
            .with("dilations", "1,1")
            .with("pads_begin", pad)
            .with("pads_end", pad)
            .with("auto_pad", "explicit");
    Output map = f32(op, 1, outputs, side(in), side(in));
    return random.nextInt(4) == 0
        ? map
        : binary("Add", map, constant(Shape.of(1, outputs, 1, 1), 0.3));
  }

  private Output binary(String type, Output a, Output b) {
    return like(op(type, "opset1", a, b).with("auto_broadcast", "numpy"), a);
  }

  private Output activation(Output in) {
    return switch (random.nextInt(6)) {
      case 0 -> like(op("Sigmoid", "opset1", in), in);
      case 1 -> like(op("Tanh", "opset1", in), in);
      case 2 -> like(op("HSwish", "opset4", in), in);
      case 3 -> like(op("Clamp", "opset1", in).with("min", "0").with("max", "6"), in);
      default -> like(op("ReLU", "opset1", in), in);
    };
  }

  /** With another map of the same shape, else with itself behind a convolution. */
  private Output alike(Output in, String type) {
    List<Output> same = maps.stream().filter(m -> m.shape().equals(in.shape())).toList();
    Output other = same.get(random.nextInt(same.size()));
    return binary(type, in, other == in ? like(op("Tanh", "opset1", in), in) : other);
  }

  private Output concat(Output in) {
    List<Output> same = maps.stream().filter(m -> side(m) == side(in)).toList();
    Output other = same.get(random.nextInt(same.size()));
    Operation op = op("Concat", "opset1", in, other).with("axis", "1");
    return f32(op, 1, channels(in) + channels(other), side(in), side(in));
  }

  private Output pool(Output in) {
    if (side(in) < 4) {
      return activation(in);
    }
    boolean max = random.nextBoolean();
    Operation op =
        op(max ? "MaxPool" : "AvgPool", "opset1", in)
            .with("kernel", "2,2")
            .with("strides", "2,2")
            .with("pads_begin", "0,0")
            .with("pads_end", "0,0")
            .with("rounding_type", "floor")
            .with("auto_pad", "explicit");
    if (!max) {
      op.with("exclude-pad", "true");
    }
    return f32(op, 1, channels(in), side(in) / 2, side(in) / 2);
  }

  private Output mean(Output in) {
    Operation op = op("ReduceMean", "opset1", in, integers(2, 3)).with("keep_dims", "true");
    return f32(op, 1, channels(in), 1, 1);
  }

  private Output excitation(Output in) {
    int c = channels(in);
    Operation fc =
        op("Convolution", "opset1", mean(in), constant(Shape.of(c, c, 1, 1), 1 / Math.sqrt(c)))
            .with("strides", "1,1")
            .with("dilations", "1,1")
            .with("pads_begin", "0,0")
            .with("pads_end", "0,0")
            .with("auto_pad", "explicit");
    Output gate = f32(fc, 1, c, 1, 1);
    return binary("Multiply", in, like(op("Sigmoid", "opset1", gate), gate));
  }

  private Output tokens(Output in) {
    long n = (long) side(in) * side(in);
    Operation flat = op("Reshape", "opset1", in, integers(1, channels(in), n));
    Output rows = f32(flat.with("special_zero", "false"), 1, channels(in), n);
    return f32(op("Transpose", "opset1", rows, integers(0, 2, 1)), 1, n, channels(in));
  }

  private Output projected(Output tokens, int width) {
    int in = (int) tokens.shape().dim(2).min();
    return matMul(tokens, constant(Shape.of(width, in), 1 / Math.sqrt(in)), true, width);
  }

  private Output matMul(Output a, Output b, boolean transposed, long columns) {
    Operation op =
        op("MatMul", "opset1", a, b)
            .with("transpose_a", "false")
            .with("transpose_b", Boolean.toString(transposed));
    return f32(op, 1, a.shape().dim(1).min(), columns);
  }

  private Output attention(Output in) {
    int c = channels(in);
    Output x = tokens(in);
    long n = x.shape().dim(1).min();
    Output scores = matMul(projected(x, c), projected(x, c), true, n);
    Output shares = like(op("SoftMax", "opset8", scores).with("axis", "-1"), scores);
    Output mixed = matMul(shares, projected(x, c), false, c);
    Output back = f32(op("Transpose", "opset1", mixed, integers(0, 2, 1)), 1, c, n);
    Operation map = op("Reshape", "opset1", back, integers(1, c, side(in), side(in)));
    return binary("Add", f32(map.with("special_zero", "false"), dims(in)), in);
  }

  private static long[] dims(Output map) {
    return new long[] {1, channels(map), side(map), side(map)};
  }

  private Output shuffle(Output in) {
    return f32(op("Transpose", "opset1", in, integers(0, 1, 3, 2)), dims(in));
  }

  private Output classifier(Output in) {
    Operation flat = op("Reshape", "opset1", mean(in), integers(1, channels(in)));
    Output row = f32(flat.with("special_zero", "false"), 1, channels(in));
    Output weights = constant(Shape.of(10, channels(in)), 1 / Math.sqrt(channels(in)));
    Operation fc =
        op("MatMul", "opset1", row, weights)
            .with("transpose_a", "false")
            .with("transpose_b", "true");
    return f32(fc, 1, 10);
  }

  private void result(String name, Output tensor) {
    tensor.names().add(name);
    model.add(new Operation("Result", "opset1", name + "/result")).addInput(tensor);
  }
}
