package org.octet.core.internal.execution;

import java.util.Random;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Builds small networks with random weights for tests. */
public final class GraphBuilder {
  private final Model model = new Model("test", 11);
  private final Random random;

  /** A builder whose weights depend on nothing but the seed. */
  public GraphBuilder(long seed) {
    random = new Random(seed);
  }

  /** The graph so far. */
  public Model model() {
    return model;
  }

  /** An f32 input. */
  public Output parameter(String name, PartialShape shape) {
    Operation op = model.add(new Operation("Parameter", "opset1", name));
    op.with("shape", shape.toString()).with("element_type", "f32");
    Output output = op.addOutput(ElementType.F32, shape);
    output.names().add(name);
    return output;
  }

  /** A result under a tensor name. */
  public GraphBuilder result(String name, Output tensor) {
    tensor.names().add(name);
    model.add(new Operation("Result", "opset1", name + "/result")).addInput(tensor);
    return this;
  }

  /** A float constant. */
  public Output constant(String name, Shape shape, float... values) {
    return model.add(Operation.constant(name, Tensor.of(shape, values))).output(0);
  }

  /** Gaussian values. */
  public float[] gaussian(int n, double sigma) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() * sigma);
    }
    return values;
  }

  /** Convolution and bias; stride 1, same size for odd kernels. */
  public Output convolution(String name, Output input, int channels, int kernel, int stride) {
    int in = (int) input.shape().dim(1).min();
    Output weights =
        constant(
            name + "/weights",
            Shape.of(channels, in, kernel, kernel),
            gaussian(channels * in * kernel * kernel, 1 / Math.sqrt(in * kernel * kernel)));
    return convolve(name, input, weights, channels, kernel, stride);
  }

  /** Convolution of given weights, and bias. */
  public Output convolve(
      String name, Output input, Output weights, int channels, int kernel, int stride) {
    int pad = kernel / 2;
    Operation op = model.add(new Operation("Convolution", "opset1", name));
    op.with("strides", stride + "," + stride)
        .with("dilations", "1,1")
        .with("pads_begin", pad + "," + pad)
        .with("pads_end", pad + "," + pad)
        .with("auto_pad", "explicit");
    op.addInput(input).addInput(weights);
    long h = (input.shape().dim(2).min() + 2L * pad - kernel) / stride + 1;
    long w = (input.shape().dim(3).min() + 2L * pad - kernel) / stride + 1;
    boolean fixed = input.shape().dim(2).isStatic() && input.shape().dim(3).isStatic();
    PartialShape shape =
        fixed ? PartialShape.of(1, channels, h, w) : PartialShape.of(1, channels, -1, -1);
    Output output = op.addOutput(ElementType.F32, shape);
    Output bias = constant(name + "/bias", Shape.of(1, channels, 1, 1), gaussian(channels, 0.1));
    return binary("Add", name + "/add", output, bias);
  }

  /** An element-wise operation with the left shape. */
  public Output binary(String type, String name, Output left, Output right) {
    Operation op = model.add(new Operation(type, "opset1", name)).with("auto_broadcast", "numpy");
    op.addInput(left).addInput(right);
    return op.addOutput(ElementType.F32, left.shape());
  }

  /** A ReLU. */
  public Output relu(String name, Output input) {
    Operation op = model.add(new Operation("ReLU", "opset1", name)).addInput(input);
    return op.addOutput(ElementType.F32, input.shape());
  }

  /** A Clamp. */
  public Output clamp(String name, Output input, double min, double max) {
    Operation op = model.add(new Operation("Clamp", "opset1", name)).addInput(input);
    op.with("min", Double.toString(min)).with("max", Double.toString(max));
    return op.addOutput(ElementType.F32, input.shape());
  }

  /** A FakeQuantize with given ranges of one shape. */
  public Output fakeQuantize(
      String name, Output input, int levels, Shape range, float[] low, float[] high) {
    Operation op = model.add(new Operation("FakeQuantize", "opset1", name));
    op.with("levels", Integer.toString(levels)).with("auto_broadcast", "numpy");
    op.addInput(input)
        .addInput(constant(name + "/input_low", range, low))
        .addInput(constant(name + "/input_high", range, high))
        .addInput(constant(name + "/output_low", range, low))
        .addInput(constant(name + "/output_high", range, high));
    return op.addOutput(ElementType.F32, input.shape());
  }

  /**
   * A small residual network with everything that calibration treats differently: [1,3,33,40] in,
   * maps with and without pooling, signed and non-negative tensors, [1,10] out.
   */
  public static Model residual(long seed) {
    GraphBuilder g = new GraphBuilder(seed);
    Output x = g.parameter("image", PartialShape.of(1, 3, 33, 40));
    Output a = g.clamp("relu6", g.convolution("conv1", x, 16, 3, 1), 0, 6);
    Output b = g.convolution("conv2", a, 24, 3, 2);
    Output c = g.relu("relu3", g.convolution("conv3", b, 24, 3, 1));
    Output d = g.binary("Add", "sum", g.convolution("conv4", c, 24, 1, 1), b);
    Output e = g.relu("relu5", g.convolution("conv5", d, 10, 1, 5));
    Operation pool = g.model.add(new Operation("ReduceMean", "opset1", "pool"));
    pool.with("keep_dims", "false").addInput(e);
    pool.addInput(
        g.model
            .add(Operation.constant("pool/axes", Tensor.ofLongs(Shape.of(2), 2L, 3L)))
            .output(0));
    g.result("scores", pool.addOutput(ElementType.F32, PartialShape.of(1, 10)));
    return g.model;
  }
}
