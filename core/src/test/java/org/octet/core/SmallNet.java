package org.octet.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.ir.IrWriter;

/** A convolutional network with seeded random weights, and pictures for it in CIFAR-10's form. */
final class SmallNet {
  private static final int PICTURE_BYTES = 3 * 32 * 32;

  private final Model model = new Model("small", 11);
  private final Random random = new Random(7);

  private SmallNet() {}

  /** {@code conv -> relu -> conv -> relu -> mean -> fully connected}, 10 classes. */
  static Model model() {
    SmallNet net = new SmallNet();
    Operation input = new Operation(OperationTypes.PARAMETER, "opset1", "data");
    input.with("shape", "1,3,32,32").with("element_type", "f32");
    input.addOutput(ElementType.F32, PartialShape.of(1, 3, 32, 32)).names().add("data");
    net.model.add(input);
    Operation a = net.convolution("conv1", input, 3, 8, 32);
    Operation b = net.convolution("conv2", a, 8, 16, 32);
    Operation mean =
        net.add("ReduceMean", "mean", PartialShape.of(1, 16), b, net.axes(2, 3))
            .with("keep_dims", "false");
    Operation scores =
        net.add("MatMul", "fc", PartialShape.of(1, 10), mean, net.weights("fc/weights", 1, 10, 16))
            .with("transpose_a", "false")
            .with("transpose_b", "true");
    scores.output(0).names().add("scores");
    Operation result = new Operation(OperationTypes.RESULT, "opset1", "result");
    net.model.add(result.addInput(scores.output(0)));
    return net.model;
  }

  private Operation convolution(String name, Operation from, int in, int out, int size) {
    PartialShape shape = PartialShape.of(1, out, size, size);
    Operation conv =
        add(
                OperationTypes.CONVOLUTION,
                name,
                shape,
                from,
                weights(name + "/weights", 0.3, out, in, 3, 3))
            .with("strides", "1,1")
            .with("dilations", "1,1")
            .with("pads_begin", "1,1")
            .with("pads_end", "1,1")
            .with("auto_pad", "explicit");
    Operation bias = weights(name + "/bias", 0.1, 1, out, 1, 1);
    Operation sum =
        add(OperationTypes.ADD, name + "/add", shape, conv, bias).with("auto_broadcast", "numpy");
    return add(OperationTypes.RELU, name + "/relu", shape, sum);
  }

  private Operation weights(String name, double scale, long... dims) {
    Tensor value = Tensor.allocate(ElementType.F32, Shape.of(dims));
    var floats = value.floats();
    for (int i = 0; i < floats.capacity(); i++) {
      floats.put(i, (float) (scale * random.nextGaussian()));
    }
    return model.add(Operation.constant(name, value));
  }

  private Operation axes(long... axes) {
    return model.add(Operation.constant("axes", Tensor.ofLongs(Shape.of(axes.length), axes)));
  }

  private Operation add(String type, String name, PartialShape shape, Operation... from) {
    Operation op = new Operation(type, "opset1", name);
    for (Operation each : from) {
      op.addInput(each.output(0));
    }
    op.addOutput(ElementType.F32, shape);
    return model.add(op);
  }

  /** Writes the network and answers its {@code .xml}. */
  static Path write(Path folder) {
    Path xml = folder.resolve("small.xml");
    IrWriter.toFiles(model(), xml, folder.resolve("small.bin"));
    return xml;
  }

  /** Writes labelled random pictures and answers the file. */
  static Path pictures(Path folder, int count) throws IOException {
    Random random = new Random(11);
    byte[] records = new byte[count * (1 + PICTURE_BYTES)];
    random.nextBytes(records);
    for (int i = 0; i < count; i++) {
      records[i * (1 + PICTURE_BYTES)] = (byte) random.nextInt(10);
    }
    return Files.write(folder.resolve("pictures.bin"), records);
  }
}
