package org.octet.api.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.octet.api.tensor.Broadcasting;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A typed view of a FakeQuantize operation whose four range inputs are constants, with the
 * runtime's own arithmetic. The ranges are read once, when the view is made; not thread-safe with
 * changes of the model.
 *
 * <p>For {@code L} levels, input range {@code [il, ih]} and output range {@code [ol, oh]} the
 * result is {@code ol} for {@code x <= min(il, ih)}, {@code oh} for {@code x > max(il, ih)}, and
 * else {@code round((x - il) / (ih - il) * (L - 1)) / (L - 1) * (oh - ol) + ol}, in single
 * precision, in this order, rounding half to even: what OpenVINO computes when it folds or stores
 * constants.
 */
public final class FakeQuantize {
  /** The inputs that follow the data, in their order. */
  private static final List<String> RANGE_INPUTS =
      List.of("input_low", "input_high", "output_low", "output_high");

  /** What the name of the Multiply ends with that rescales what one quantizer reads. */
  private static final String RESCALED = "/rescaled";

  /** From here on doubles are whole numbers; the sum with a small one is rounded half to even. */
  private static final double WHOLE = 0x1.8p52;

  private final Operation operation;
  private final Range input;
  private final Range output;
  private final long levels;

  /**
   * A range, for a whole tensor or per channel.
   *
   * @param shape shape of both bounds; broadcast to the data's shape, aligned at the last axis
   * @param low lower bounds, rows in C order
   * @param high upper bounds
   */
  public record Range(Shape shape, float[] low, float[] high) {
    /** Checks the sizes. */
    public Range {
      if (low.length != shape.elements() || high.length != shape.elements()) {
        throw new IllegalArgumentException(
            "%d and %d bounds given for shape %s".formatted(low.length, high.length, shape));
      }
    }

    /** One range for a whole tensor. */
    public static Range scalar(float low, float high) {
      return new Range(Shape.of(), new float[] {low}, new float[] {high});
    }

    /** Whether the other one has the same shape and bounds. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Range r
          && shape.equals(r.shape)
          && Arrays.equals(low, r.low)
          && Arrays.equals(high, r.high);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
    }

    @Override
    public String toString() {
      return "%s %s to %s".formatted(shape, Arrays.toString(low), Arrays.toString(high));
    }

    /**
     * The same bounds for each element of a larger shape.
     *
     * @throws IllegalArgumentException when this one's shape does not broadcast to it
     */
    public Range broadcastTo(Shape larger) {
      int size = Math.toIntExact(larger.elements());
      Range all = new Range(larger, new float[size], new float[size]);
      Broadcasting.each(
          shape,
          larger,
          (from, to, index, step) -> {
            for (int i = from, at = index; i < to; i++, at += step) {
              all.low[i] = low[at];
              all.high[i] = high[at];
            }
          });
      return all;
    }
  }

  private FakeQuantize(Operation operation, Range input, Range output, long levels) {
    this.operation = operation;
    this.input = input;
    this.output = output;
    this.levels = levels;
  }

  /**
   * The view of an operation; empty when it is no FakeQuantize, or a range is computed or of
   * different shape at input and output.
   */
  public static Optional<FakeQuantize> of(Operation operation) {
    if (!operation.is(OperationTypes.FAKE_QUANTIZE) || operation.inputs().size() != 5) {
      return Optional.empty();
    }
    Tensor[] bounds = new Tensor[4];
    for (int i = 0; i < 4; i++) {
      Optional<Operation> constant =
          OperationTraits.constantBehind(operation.input(i + 1).source());
      if (constant.isEmpty() || !Floats.supports(constant.get().value().type())) {
        return Optional.empty();
      }
      bounds[i] = constant.get().value();
    }
    if (!bounds[0].shape().equals(bounds[1].shape())
        || !bounds[2].shape().equals(bounds[3].shape())) {
      return Optional.empty();
    }
    long levels = Long.parseLong(operation.attribute("levels").orElse("0").strip());
    return Optional.of(
        new FakeQuantize(
            operation, range(bounds[0], bounds[1]), range(bounds[2], bounds[3]), levels));
  }

  private static Range range(Tensor low, Tensor high) {
    return new Range(low.shape(), Floats.read(low), Floats.read(high));
  }

  /**
   * Inserts a FakeQuantize with equal input and output range behind a tensor. The given consumers
   * read the quantized tensor from now on; all others, and the tensor's names, stay. The range's
   * constants have the element type of the tensor.
   *
   * @param model the model
   * @param name friendly name; made unique
   * @param tensor the tensor to quantize, of a floating-point type
   * @param consumers the consumers that move
   * @param levels number of levels, from 2 to 2^32
   * @param range the range
   */
  public static FakeQuantize insert(
      Model model,
      String name,
      Output tensor,
      Collection<Input> consumers,
      long levels,
      Range range) {
    return insert(model, name, tensor, consumers, levels, range, range);
  }

  /**
   * Inserts a FakeQuantize whose results lie in another range than its data; see {@link
   * #insert(Model, String, Output, Collection, int, Range)}.
   *
   * @param input the range of the data that is told apart
   * @param output the range of the results
   */
  public static FakeQuantize insert(
      Model model,
      String name,
      Output tensor,
      Collection<Input> consumers,
      long levels,
      Range input,
      Range output) {
    Operation fq = new Operation(OperationTypes.FAKE_QUANTIZE, "opset1", model.uniqueName(name));
    fq.with("levels", Long.toString(levels)).with("auto_broadcast", "numpy");
    fq.addInput(tensor);
    List<Tensor> in = bounds(tensor.type(), input);
    List<Tensor> out = input == output ? in : bounds(tensor.type(), output);
    for (int i = 0; i < 4; i++) {
      String constant = model.uniqueName(fq.name() + "/" + RANGE_INPUTS.get(i));
      Tensor value = (i < 2 ? in : out).get(i % 2);
      fq.addInput(model.add(Operation.constant(constant, value)).output(0));
    }
    Output quantized = fq.addOutput(tensor.type(), tensor.shape());
    model.add(fq);
    tensor.moveConsumers(consumers, quantized);
    return new FakeQuantize(fq, stored(in, input), stored(out, output), levels);
  }

  /**
   * Inserts a Multiply by a factor per channel and a FakeQuantize behind it, which runtimes execute
   * as one operation; see {@link #insert(Model, String, Output, Collection, int, Range)}. What the
   * given consumers multiply the tensor with must be divided by the factors.
   *
   * @param axis the channel axis
   * @param factors one per channel
   */
  public static FakeQuantize insertRescaled(
      Model model,
      String name,
      Output tensor,
      Collection<Input> consumers,
      long levels,
      Range range,
      int axis,
      float[] factors) {
    long[] dims = new long[tensor.shape().rank()];
    Arrays.fill(dims, 1);
    dims[axis] = factors.length;
    Operation multiply =
        new Operation(OperationTypes.MULTIPLY, "opset1", model.uniqueName(name) + RESCALED);
    String constant = model.uniqueName(multiply.name() + "/factors");
    Tensor values = Floats.tensor(tensor.type(), Shape.of(dims), factors);
    multiply.with("auto_broadcast", "numpy").addInput(tensor);
    multiply.addInput(model.add(Operation.constant(constant, values)).output(0));
    Output rescaled = multiply.addOutput(tensor.type(), tensor.shape());
    FakeQuantize quantizer = insert(model, name, rescaled, List.of(), levels, range);
    model.add(multiply);
    tensor.moveConsumers(consumers, quantizer.operation.output(0));
    return quantizer;
  }

  /** A range as its constants hold it. */
  private static Range stored(List<Tensor> bounds, Range exact) {
    return bounds.get(0).type() == ElementType.F32 ? exact : range(bounds.get(0), bounds.get(1));
  }

  private static List<Tensor> bounds(ElementType type, Range range) {
    return List.of(
        Floats.tensor(type, range.shape(), range.low()),
        Floats.tensor(type, range.shape(), range.high()));
  }

  /** The operation. */
  public Operation operation() {
    return operation;
  }

  /** The tensor that is quantized, before it is rescaled. */
  public Output data() {
    Output read = operation.input(0).source();
    boolean rescaled =
        read.operation().is(OperationTypes.MULTIPLY)
            && read.operation().name().equals(operation.name() + RESCALED);
    return rescaled ? read.operation().input(0).source() : read;
  }

  /** Number of levels. */
  public long levels() {
    return levels;
  }

  /** The range of the data that is told apart. */
  public Range inputRange() {
    return input;
  }

  /** The range of the results. */
  public Range outputRange() {
    return output;
  }

  /** Whether both ranges broadcast to a shape. */
  public boolean fits(Shape shape) {
    return Broadcasting.fits(input.shape(), shape) && Broadcasting.fits(output.shape(), shape);
  }

  /**
   * The quantized values of a tensor.
   *
   * @param values elements, rows in C order
   * @param shape their shape
   * @throws IllegalArgumentException when a range does not broadcast to the shape
   */
  public float[] fakeQuantize(float[] values, Shape shape) {
    boolean alike = input.shape().equals(output.shape());
    Range in = alike ? input : input.broadcastTo(shape);
    Range out = alike ? output : output.broadcastTo(shape);
    float[] results = new float[values.length];
    Broadcasting.each(
        in.shape(),
        shape,
        (from, to, index, step) -> {
          for (int i = from, at = index; i < to; i++, at += step) {
            results[i] =
                value(values[i], in.low()[at], in.high()[at], out.low()[at], out.high()[at]);
          }
        });
    return results;
  }

  /**
   * The values of a tensor rounded in its own unit: as {@link #fakeQuantize} gives them where the
   * output range is the input range. Where it is not, what reads the results is scaled by as much.
   *
   * @param values elements, rows in C order
   * @param shape their shape
   * @throws IllegalArgumentException when the input range does not broadcast to the shape
   */
  public float[] rounded(float[] values, Shape shape) {
    return new FakeQuantize(operation, input, input, levels).fakeQuantize(values, shape);
  }

  /**
   * The level of each element, from 0 (the lower bound) to {@code levels - 1}.
   *
   * @param values elements, rows in C order
   * @param shape their shape
   * @throws IllegalArgumentException when the input range does not broadcast to the shape
   * @throws ArithmeticException when a level is above 2^31 - 1
   */
  public int[] codes(float[] values, Shape shape) {
    int[] codes = new int[values.length];
    Broadcasting.each(
        input.shape(),
        shape,
        (from, to, index, step) -> {
          for (int i = from, at = index; i < to; i++, at += step) {
            codes[i] = Math.toIntExact(code(values[i], input.low()[at], input.high()[at]));
          }
        });
    return codes;
  }

  private long code(float x, float low, float high) {
    if (x <= Math.min(low, high)) {
      return 0;
    }
    if (x > Math.max(low, high)) {
      return levels - 1;
    }
    return (long) nearest((x - low) / (high - low) * (levels - 1));
  }

  /** {@link Math#rint} of what is well below 2^52, without a call. */
  private static double nearest(double value) {
    return value + WHOLE - WHOLE;
  }

  private float value(float x, float low, float high, float outLow, float outHigh) {
    if (x <= Math.min(low, high)) {
      return outLow;
    }
    if (x > Math.max(low, high)) {
      return outHigh;
    }
    return (float) code(x, low, high) / (levels - 1) * (outHigh - outLow) + outLow;
  }
}
