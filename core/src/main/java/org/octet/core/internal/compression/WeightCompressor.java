package org.octet.core.internal.compression;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.SubGraph;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/**
 * Replaces {@code Constant -> FakeQuantize} by {@code Constant(i8) -> Convert -> [Subtract] ->
 * Multiply} with the runtime's own rounding, so that no result changes beyond the last bit. Codes
 * are unsigned where the output range is not negative. The Multiply keeps the FakeQuantize's name.
 * Scales have the type of the FakeQuantize: of an f16 one they are rounded to f16.
 */
public final class WeightCompressor {
  private final Model model;
  private final List<CompressedWeight> compressed = new ArrayList<>();

  private WeightCompressor(Model model) {
    this.model = model;
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
    WeightCompressor compressor = new WeightCompressor(model);
    for (Operation op : model.operations()) {
      WeightQuantizer.of(op).ifPresent(compressor::compress);
      for (SubGraph sub : op.subGraphs()) {
        compressor.compressed.addAll(compress(sub.body()));
      }
    }
    return List.copyOf(compressor.compressed);
  }

  private void compress(WeightQuantizer quantizer) {
    Grid grid = Grid.of(quantizer.quantizer());
    byte[] codes = codes(quantizer, grid);
    boolean subtract = grid.foldZeroPoint(codes);
    Output result = build(quantizer, grid, codes, subtract);
    Operation old = quantizer.quantizer().operation();
    old.output(0).moveConsumers(old.output(0).consumers(), result);
    result.names().addAll(old.output(0).names());
    removeUnread(old);
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
        quantizer.quantizer().levels(),
        range.low().length > 1,
        low,
        high);
  }

  private static byte[] codes(WeightQuantizer quantizer, Grid grid) {
    Tensor weights = quantizer.constant().value();
    float[] values = Floats.read(weights);
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new UnsupportedModelException(
            "the weights '%s' hold NaN at index %d; repair the model"
                .formatted(quantizer.constant().name(), i));
      }
    }
    int[] levels = quantizer.quantizer().codes(values, weights.shape());
    byte[] codes = new byte[levels.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (levels[i] + grid.lowestCode());
    }
    return codes;
  }

  private Output build(WeightQuantizer quantizer, Grid grid, byte[] codes, boolean subtract) {
    String weights = quantizer.constant().name();
    String name = quantizer.quantizer().operation().name();
    Tensor stored =
        Tensor.allocate(
            grid.unsigned() ? ElementType.U8 : ElementType.I8,
            quantizer.constant().value().shape());
    ByteBuffer bytes = stored.bytes();
    bytes.put(codes);
    Output current = constant(weights + "/quantized", stored);
    ElementType type = quantizer.quantizer().operation().output(0).type();
    Operation convert =
        operation(OperationTypes.CONVERT, weights + "/quantized/to_" + type.irName());
    convert.with("destination_type", type.irName()).addInput(current);
    current = convert.addOutput(type, current.shape());
    if (subtract) {
      current =
          arithmetic(OperationTypes.SUBTRACT, name + "/zero_point", current, grid.zeroPoint());
    }
    return arithmetic(OperationTypes.MULTIPLY, name + "/scale", current, grid.scale());
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

  // the FakeQuantize, its ranges, and the weights unless something else reads them
  private void removeUnread(Operation op) {
    List<Operation> sources = op.inputs().stream().map(i -> i.source().operation()).toList();
    model.remove(op);
    for (Operation source : sources) {
      boolean unread = source.outputs().stream().allMatch(o -> o.consumers().isEmpty());
      if (unread && model.contains(source)) {
        removeUnread(source);
      }
    }
  }
}
