package org.octet.core.internal.compression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.SubGraph;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Replaces {@code Constant -> FakeQuantize} by {@code Constant(i8) -> Convert -> [Subtract] ->
 * Multiply} with the runtime's own rounding, so that no result changes beyond the last bit. Codes
 * are unsigned where the output range is not negative. The Multiply keeps the FakeQuantize's name.
 * Scales have the type of the FakeQuantize: of an f16 one they are rounded to f16.
 *
 * <p>Weights of operations that compute in float are divided by the inverse of the scale instead.
 * That is folded into a float constant when the runtime compiles the model; a Multiply stays, where
 * recurrent operations refuse it, and convolutions now and then take wrong constants.
 */
public final class WeightCompressor {
  private final Model model;
  private final StoredWeights weights;
  private final boolean folded;
  private final List<CompressedWeight> compressed = new ArrayList<>();

  private WeightCompressor(Model model, StoredWeights weights, boolean folded) {
    this.model = model;
    this.weights = weights;
    this.folded = folded;
  }

  /**
   * Stores all quantized weights of a model, nested graphs included, as integers, in place.
   * FakeQuantize operations with more than 256 or fewer than 3 levels, or with ranges that are not
   * constant, are left alone.
   *
   * @return what was stored, in the order of the operations
   * @throws UnsupportedModelException when a weight is NaN
   */
  public static List<CompressedWeight> compress(Model model) {
    return compress(model, new StoredWeights());
  }

  /**
   * The same as {@link #compress(Model)} for several models that share weights.
   *
   * @param weights integers that are known already; those that are found are added
   */
  public static List<CompressedWeight> compress(Model model, StoredWeights weights) {
    return compress(model, weights, false);
  }

  /**
   * The same as {@link #compress(Model, StoredWeights)} for weights of operations that compute in
   * float.
   */
  public static List<CompressedWeight> compressFolded(Model model, StoredWeights weights) {
    return compress(model, weights, true);
  }

  private static List<CompressedWeight> compress(
      Model model, StoredWeights weights, boolean folded) {
    WeightCompressor compressor = new WeightCompressor(model, weights, folded);
    for (Operation op : model.operations()) {
      WeightQuantizer.of(op).ifPresent(compressor::compress);
      for (SubGraph sub : op.subGraphs()) {
        compressor.compressed.addAll(compress(sub.body(), weights, folded));
      }
    }
    return List.copyOf(compressor.compressed);
  }

  private void compress(WeightQuantizer quantizer) {
    Output result = build(quantizer, weights.of(quantizer));
    Operation old = quantizer.quantizer().operation();
    old.output(0).moveConsumers(old.output(0).consumers(), result);
    result.names().addAll(old.output(0).names());
    // the FakeQuantize, its ranges, and the weights unless something else reads them
    model.removeUnread(old);
    model.rename(result.operation(), old.name());
    compressed.add(describe(quantizer, result.operation().name()));
  }

  private static CompressedWeight describe(WeightQuantizer quantizer, String name) {
    FakeQuantize.Range range = quantizer.quantizer().outputRange();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < range.low().length; i++) {
      low = Math.min(low, range.low()[i]);
      high = Math.max(high, range.high()[i]);
    }
    return new CompressedWeight(
        name,
        quantizer.constant().name(),
        (int) quantizer.quantizer().levels(),
        range.low().length > 1,
        low,
        high);
  }

  private Output build(WeightQuantizer quantizer, StoredWeights.Stored stored) {
    Grid grid = stored.grid();
    String source = quantizer.constant().name();
    String name = quantizer.quantizer().operation().name();
    Output current = constant(source + "/quantized", stored.codes());
    ElementType type = quantizer.quantizer().operation().output(0).type();
    Operation convert =
        operation(OperationTypes.CONVERT, source + "/quantized/to_" + type.irName());
    convert.with("destination_type", type.irName()).addInput(current);
    current = convert.addOutput(type, current.shape());
    if (stored.subtract()) {
      current =
          arithmetic(OperationTypes.SUBTRACT, name + "/zero_point", current, grid.zeroPoint());
    }
    if (folded) {
      return arithmetic(OperationTypes.DIVIDE, name + "/inverse_scale", current, grid.inverse());
    }
    Tensor scale = perRow(grid.scale(), quantizer.quantizer().operation().output(0));
    return arithmetic(OperationTypes.MULTIPLY, name + "/scale", current, scale);
  }

  /**
   * One scale for each output channel where a constant is the left side of a MatMul: with a single
   * one, OpenVINO 2026.2 computes wrong values in every third compilation for several streams.
   */
  private static Tensor perRow(Tensor scale, Output weight) {
    Optional<Input> left =
        weight.consumers().stream()
            .filter(c -> c.index() == 0 && c.operation().is(OperationTypes.MAT_MUL))
            .findFirst();
    Optional<Shape> shape = weight.shape().toShape();
    if (left.isEmpty() || shape.isEmpty() || scale.shape().elements() != 1) {
      return scale;
    }
    long[] dims = new long[shape.get().rank()];
    Arrays.fill(dims, 1);
    OperationTraits.weightChannelAxes(left.get().operation(), 0)
        .forEach(axis -> dims[axis] = shape.get().dim(axis));
    Shape rows = Shape.of(dims);
    float[] values = new float[Math.toIntExact(rows.elements())];
    Arrays.fill(values, scale.toFloats()[0]);
    return Tensor.of(rows, values);
  }

  private Output arithmetic(String type, String constantName, Output left, Tensor right) {
    Operation op = operation(type, constantName + "/apply").with("auto_broadcast", "numpy");
    Tensor value = Floats.tensor(left.type(), right.shape(), right.toFloats());
    op.addInput(left).addInput(constant(constantName, value));
    return op.addOutput(left.type(), left.shape());
  }

  private Output constant(String name, Tensor value) {
    return model.add(Operation.constant(model.uniqueName(name), value)).output(0);
  }

  private Operation operation(String type, String name) {
    return model.add(new Operation(type, "opset1", model.uniqueName(name)));
  }
}
