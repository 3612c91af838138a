package org.octet.core.internal.pipeline;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A network of one convolution of a random kind: plain, grouped, depth-wise, transposed, of one to
 * three axes, with random kernel, strides, dilations and padding, and a random bias, one of zeros,
 * or none. It reads the network's input or a ReLU.
 */
final class RandomLayer {
  private final Random random;
  private final Model model = new Model("m", 11);
  private final boolean transposed;
  private final int axes;
  private final int groups;
  private final int inputs;
  private final int outputs;
  private final int[] kernel;
  private final int[] strides;
  private final int[] dilations;
  private final int[] begin;
  private final int[] end;
  private final int[] more;
  private final String padding;
  private final long[] extents;
  private final Operation convolution;

  RandomLayer(long seed) {
    // the first numbers of neighbouring seeds are alike
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    transposed = random.nextInt(3) == 0;
    axes = 1 + random.nextInt(3);
    int kind = random.nextInt(3);
    groups = kind == 0 ? 1 : 2 + random.nextInt(9);
    inputs = kind == 2 ? 1 : 1 + random.nextInt(9);
    outputs = kind == 2 ? 1 : 1 + random.nextInt(9);
    int largest = axes == 3 ? 7 : 18;
    kernel = numbers(1, 4);
    strides = numbers(1, 3);
    dilations = numbers(1, 3);
    begin = numbers(0, 3);
    end = numbers(0, 3);
    more = new int[axes];
    for (int i = 0; i < axes; i++) {
      if (transposed) {
        // less than the stride, as the runtime demands, and no more cut off than one element gives
        more[i] = random.nextInt(strides[i]);
        begin[i] = Math.min(begin[i], (kernel[i] - 1) * dilations[i]);
        end[i] = Math.min(end[i], (kernel[i] - 1) * dilations[i] - begin[i]);
      }
    }
    padding = padding();
    extents = new long[axes];
    for (int i = 0; i < axes; i++) {
      extents[i] = 1 + (kernel[i] - 1) * dilations[i] + random.nextInt(largest);
    }
    convolution = build();
  }

  private int[] numbers(int least, int most) {
    return IntStream.generate(() -> least + random.nextInt(most - least + 1)).limit(axes).toArray();
  }

  private String padding() {
    String[] all = {"explicit", "explicit", "valid", "same_upper", "same_lower"};
    return transposed ? "explicit" : all[random.nextInt(all.length)];
  }

  private Operation build() {
    Operation x = model.add(new Operation("Parameter", "opset1", "x"));
    x.with("shape", PartialShape.of(inputShape()).toString()).with("element_type", "f32");
    Output data = x.addOutput(ElementType.F32, PartialShape.of(inputShape()));
    if (random.nextBoolean()) {
      data = relu("before", data);
    }
    String type = (groups > 1 ? "Group" : "") + "Convolution" + (transposed ? "BackpropData" : "");
    Operation op = model.add(new Operation(type, "opset1", "layer")).addInput(data);
    op.with("strides", text(strides))
        .with("dilations", text(dilations))
        .with("pads_begin", text(begin))
        .with("pads_end", text(end))
        .with("auto_pad", padding);
    if (transposed) {
      op.with("output_padding", text(more));
    }
    Shape shape = weightShape();
    Tensor weight = Tensor.of(shape, gaussian((int) shape.elements(), 1));
    op.addInput(model.add(Operation.constant("weight", weight)).output(0));
    Output result = op.addOutput(ElementType.F32, PartialShape.of(outputShape()));
    model
        .add(new Operation("Result", "opset1", "result"))
        .addInput(relu("after", bias(result, random.nextInt(3))));
    return op;
  }

  private Output bias(Output result, int kind) {
    if (kind == 0) {
      return result;
    }
    long[] dims = new long[axes + 2];
    Arrays.fill(dims, 1);
    dims[1] = (long) groups * outputs;
    Tensor value = Tensor.of(Shape.of(dims), gaussian(groups * outputs, kind == 1 ? 0 : 0.01));
    Operation add = model.add(new Operation("Add", "opset1", "add"));
    add.with("auto_broadcast", "numpy").addInput(result);
    add.addInput(model.add(Operation.constant("bias", value)).output(0));
    return add.addOutput(ElementType.F32, result.shape());
  }

  private Output relu(String name, Output tensor) {
    Operation relu = model.add(new Operation("ReLU", "opset1", name)).addInput(tensor);
    return relu.addOutput(ElementType.F32, tensor.shape());
  }

  private float[] gaussian(int n, double sigma) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() * sigma);
    }
    return values;
  }

  private static String text(int[] values) {
    return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  /** Shape of the network's input. */
  Shape inputShape() {
    return shape(extents, 1, (long) groups * inputs);
  }

  private Shape weightShape() {
    long first = transposed ? inputs : outputs;
    long second = transposed ? outputs : inputs;
    long[] spatial = Arrays.stream(kernel).asLongStream().toArray();
    return groups > 1 ? shape(spatial, groups, first, second) : shape(spatial, first, second);
  }

  /** Shape of the convolution's result. */
  Shape outputShape() {
    long[] spatial = new long[axes];
    for (int i = 0; i < axes; i++) {
      spatial[i] = outputExtent(i);
    }
    return shape(spatial, 1, (long) groups * outputs);
  }

  private long outputExtent(int i) {
    long span = (kernel[i] - 1L) * dilations[i] + 1;
    long pads = padding.equals("explicit") ? begin[i] + end[i] : 0;
    if (transposed) {
      return (extents[i] - 1) * strides[i] + span - pads + more[i];
    }
    return padding.startsWith("same")
        ? (extents[i] + strides[i] - 1) / strides[i]
        : (extents[i] + pads - span) / strides[i] + 1;
  }

  private static Shape shape(long[] spatial, long... leading) {
    long[] dims = Arrays.copyOf(leading, leading.length + spatial.length);
    System.arraycopy(spatial, 0, dims, leading.length, spatial.length);
    return Shape.of(dims);
  }

  /** Weights of one output channel: rounding a single one to a scale of its own takes nothing. */
  int weightsPerChannel() {
    return inputs * Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
  }

  /** Whether any weight ever meets an element: strides, dilations and padding may avoid it. */
  boolean seesItsInput() {
    return IntStream.range(0, axes).allMatch(this::seesItsInput);
  }

  private boolean seesItsInput(int i) {
    long from = transposed ? extents[i] : outputExtent(i);
    long to = transposed ? outputExtent(i) : extents[i];
    long pad = pad(i);
    return IntStream.range(0, (int) from)
        .anyMatch(
            p ->
                IntStream.range(0, kernel[i])
                    .mapToLong(k -> (long) p * strides[i] + (long) k * dilations[i] - pad)
                    .anyMatch(at -> at >= 0 && at < to));
  }

  // where the runtime chooses the padding, it is least: something is seen without it
  private long pad(int i) {
    return padding.equals("explicit") ? begin[i] : 0;
  }

  /** The network. */
  Model model() {
    return model;
  }

  /** The convolution. */
  Operation operation() {
    return convolution;
  }

  @Override
  public String toString() {
    return "%s %s of %s on %s to %s, strides %s, dilations %s, pads %s %s %s"
        .formatted(
            convolution.type(),
            convolution.input(0).source().operation().type(),
            weightShape(),
            inputShape(),
            outputShape(),
            text(strides),
            text(dilations),
            padding,
            text(begin),
            text(end));
  }
}
