package org.octet.api.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.octet.api.device.FusedPattern;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Small models and a device, for tests of algorithms. */
public final class TestGraphs {
  /** The name of the models. */
  public static final String MODEL = "model";

  private TestGraphs() {}

  /**
   * {@code input [1,3,8,8]}, {@code conv1} (3x3, 4 channels), {@code bias1}, {@code relu1}, {@code
   * conv2} (1x1, 2 channels), {@code bias2}, {@code output}; weights from a fixed seed.
   */
  public static OptimizedModel convolutions() {
    Model model = new Model(MODEL, 11);
    Operation input = model.add(new Operation("Parameter", "opset1", "input"));
    Output x = input.addOutput(ElementType.F32, PartialShape.of(1, 3, 8, 8));
    x.names().add("input");
    Output first = layer(model, 1, x, Shape.of(4, 3, 3, 3), PartialShape.of(1, 4, 8, 8));
    Operation relu = model.add(new Operation("ReLU", "opset1", "relu1").addInput(first));
    Output second =
        layer(
            model,
            2,
            relu.addOutput(ElementType.F32, first.shape()),
            Shape.of(2, 4, 1, 1),
            PartialShape.of(1, 2, 8, 8));
    second.names().add("output");
    model.add(new Operation("Result", "opset1", "output").addInput(second));
    return OptimizedModel.of(MODEL, model);
  }

  private static Output layer(Model model, int n, Output x, Shape weight, PartialShape shape) {
    String pads = weight.dim(2) == 3 ? "1,1" : "0,0";
    Operation convolution =
        new Operation("Convolution", "opset1", "conv" + n)
            .with("strides", "1,1")
            .with("dilations", "1,1")
            .with("pads_begin", pads)
            .with("pads_end", pads)
            .with("auto_pad", "explicit")
            .addInput(x)
            .addInput(model.add(random("conv" + n + ".weight", weight, n)).output(0));
    convolution.addOutput(ElementType.F32, shape);
    model.add(convolution);
    Shape bias = Shape.of(1, weight.dim(0), 1, 1);
    Operation add =
        new Operation("Add", "opset1", "bias" + n)
            .with("auto_broadcast", "numpy")
            .addInput(convolution.output(0))
            .addInput(model.add(random("bias" + n + ".value", bias, 10 + n)).output(0));
    Output sum = add.addOutput(ElementType.F32, shape);
    model.add(add);
    return sum;
  }

  private static Operation random(String name, Shape shape, int seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Operation.constant(name, Tensor.of(shape, values));
  }

  /**
   * Quantizes the weights of all convolutions, as algorithms that come after a quantization find
   * them: symmetric, one range for all channels.
   *
   * @param levels number of levels, such as 15: then every weight loses something
   */
  public static void quantizeWeights(OptimizedModel models, int levels) {
    for (Model model : models.models().values()) {
      for (Operation convolution : model.ofType("Convolution")) {
        Input weight = convolution.input(1);
        FakeQuantize.insert(
            model,
            convolution.name() + "/fq_weights_1",
            weight.source(),
            List.of(weight),
            levels,
            FakeQuantize.Range.scalar(-2, 2));
      }
    }
  }

  /** Convolutions with a sum and a ReLU behind, in eight bits. */
  public static TargetDevice device() {
    QuantizerConfig activation = new QuantizerConfig(8, Mode.ASYMMETRIC, false, false, false);
    QuantizerConfig weight = new QuantizerConfig(8, Mode.SYMMETRIC, true, true, true);
    return new TargetDevice(
        "TEST",
        List.of(new OperationConfig("Convolution", List.of(activation), List.of(weight))),
        Set.of("Reshape", "MaxPool"),
        Set.of(),
        List.of(
            new FusedPattern(
                "convolution with bias", List.of(Set.of("Convolution"), Set.of("Add"))),
            new FusedPattern(
                "convolution with activation",
                List.of(Set.of("Convolution"), Set.of("Add"), Set.of("ReLU")))),
        false);
  }

  /** The models as text, with a hash of each constant: equal for equal models. */
  public static String describe(OptimizedModel models) {
    StringBuilder text = new StringBuilder();
    models
        .models()
        .forEach((name, model) -> text.append(name).append('\n').append(describe(model)));
    return text.append(models.rescalings().size()).append(" rescalings").toString();
  }

  private static String describe(Model model) {
    StringBuilder text = new StringBuilder();
    for (Operation op : model.operations()) {
      text.append("  ").append(op.type()).append(' ').append(op.name());
      text.append(' ').append(new TreeMap<>(op.attributes()));
      op.inputs().forEach(i -> text.append(" <- ").append(i.source()));
      for (Output o : op.outputs()) {
        text.append(" -> ").append(o.type()).append(o.shape()).append(o.names());
      }
      if (op.isConstant()) {
        text.append(" #").append(Arrays.hashCode(bytes(op.value())));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(bytes);
    return bytes;
  }
}
