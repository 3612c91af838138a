package org.octet.algorithms.devices.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.device.Finding;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** The rules of the GNA plugin, one by one. */
class GnaRulesTest {
  private static final float[] LOW = {-1};
  private static final float[] HIGH = {1};

  private final Model model = new Model("m", 11);

  private Output parameter() {
    Operation op = model.add(new Operation(OperationTypes.PARAMETER, "opset1", "x"));
    return op.addOutput(ElementType.F32, PartialShape.of(1, 4));
  }

  private Output relu() {
    Operation op = new Operation("ReLU", "opset1", "relu").addInput(parameter());
    model.add(op);
    return op.addOutput(ElementType.F32, PartialShape.of(1, 4));
  }

  private Output weight() {
    return constant("w", ElementType.F32, new float[] {1, 2, 3, 4});
  }

  private Output constant(String name, ElementType type, float... values) {
    Shape shape = values.length == 1 ? Shape.of() : Shape.of(1, values.length);
    return model.add(Operation.constant(name, Floats.tensor(type, shape, values))).output(0);
  }

  private Operation quantizer(Output data, long levels, float[]... limits) {
    return quantizer(data, levels, ElementType.F32, limits);
  }

  private Operation quantizer(Output data, long levels, ElementType type, float[]... limits) {
    Operation op = new Operation(OperationTypes.FAKE_QUANTIZE, "opset1", "q");
    op.with("levels", Long.toString(levels)).addInput(data);
    for (int i = 0; i < limits.length; i++) {
      op.addInput(constant("limit" + i, type, limits[i]));
    }
    op.addOutput(data.type(), data.shape());
    return model.add(op);
  }

  private void finds(String rule, String detail) {
    assertThat(new GnaDevice().findings(model)).containsExactly(new Finding("q", rule, detail));
  }

  @Test
  void soundModelsHaveNoFindings() {
    Output quantized = quantizer(relu(), 1 << 16, LOW, HIGH, LOW, HIGH).output(0);
    assertThat(quantized.consumers()).isEmpty();
    for (int i = 0; i < 2; i++) {
      float[] low = i == 0 ? LOW : new float[] {-1, -2, -3, -4};
      float[] high = i == 0 ? HIGH : new float[] {1, 2, 3, 4};
      quantizer(weight(), i == 0 ? 65535 : 255, low, high, low, high);
    }
    for (TargetDeviceFindings device : TargetDeviceFindings.values()) {
      assertThat(device.of(model)).isEmpty();
    }
  }

  /** The three of them have the same rules. */
  private enum TargetDeviceFindings {
    GNA,
    GNA3,
    GNA35;

    List<Finding> of(Model model) {
      return switch (this) {
        case GNA -> new GnaDevice().findings(model);
        case GNA3 -> new Gna3Device().findings(model);
        case GNA35 -> new Gna35Device().findings(model);
      };
    }
  }

  @Test
  void activationsHaveOneRange() {
    float[] high = {1, 2, 3, 4};
    float[] low = {-1, -2, -3, -4};
    quantizer(relu(), 256, low, high, low, high);
    finds("per-channel-activation", "unsupported per-channel quantisation");
  }

  @Test
  void inputsHaveOneRange() {
    float[] high = {1, 2, 3, 4};
    quantizer(parameter(), 256, high, high, high, high);
    finds("per-channel-input", "unsupported, per-channel quantization for input layer : x");
  }

  @Test
  void activationsAreNotConverted() {
    quantizer(relu(), 256, LOW, HIGH, new float[] {-2}, new float[] {2});
    finds(
        "range-conversion",
        "unsupported data range conversion. Input: (-1.0, 1.0), output: (-2.0, 2.0)");
  }

  @Test
  void oneLimitMayDifferAndWeightsMayBeConverted() {
    quantizer(relu(), 256, LOW, HIGH, new float[] {-2}, HIGH);
    quantizer(weight(), 65535, LOW, HIGH, new float[] {-2}, new float[] {2});
    assertThat(new GnaDevice().findings(model)).isEmpty();
  }

  @Test
  void levelsAreSomething() {
    quantizer(relu(), 0, LOW, HIGH, LOW, HIGH);
    finds("zero-levels", "Zero levels");
  }

  @Test
  void wideWeightsHaveOneRange() {
    float[] high = {1, 2, 3, 4};
    quantizer(weight(), 256, high, high, high, high);
    finds(
        "per-channel-int16-weights",
        "unsupported per-channel quantization for int16 weights: 256 levels");
  }

  @Test
  void limitsHaveOneShape() {
    float[] four = {1, 2, 3, 4};
    quantizer(weight(), 255, LOW, four, LOW, HIGH);
    finds("limit-shapes", "shapes mismatch for 1 and 2 inputs: [] and [1,4]");
  }

  @Test
  void rangesHaveAsManyValues() {
    float[] four = {1, 2, 3, 4};
    quantizer(weight(), 255, four, four, LOW, HIGH);
    finds("range-sizes", "size of input and output range differs: 4 and 1 values");
  }

  @Test
  void limitsAreFloats() {
    quantizer(relu(), 256, ElementType.F64, LOW, HIGH, LOW, HIGH);
    finds("limit-type", "cannot cast custom blob to type FP32: limit 1 is f64");
  }

  @Test
  void inputsHaveSixteenBits() {
    quantizer(parameter(), 1L << 32, LOW, HIGH, LOW, HIGH);
    finds("input-levels", "4294967296 levels of an input are taken as 65536");
  }

  @Test
  void weightsStoredAsIntegersBecomeQuantizersAgain() {
    assertThat(stored(false, (byte) -127, (byte) 127)).isEmpty();
    assertThat(stored(false, (byte) -128, (byte) 127)).containsExactly("per-channel-int16-weights");
    assertThat(stored(true, (byte) -127, (byte) 127)).containsExactly("per-channel-int16-weights");
  }

  private List<String> stored(boolean shifted, byte... codes) {
    Model stored = new Model("m", 11);
    Tensor tensor = Tensor.allocate(ElementType.I8, Shape.of(codes.length, 1));
    tensor.bytes().put(codes);
    Output current = stored.add(Operation.constant("codes", tensor)).output(0);
    Operation convert = new Operation("Convert", "opset1", "convert").addInput(current);
    current = stored.add(convert).addOutput(ElementType.F32, current.shape());
    for (String type : shifted ? List.of("Subtract", "Multiply") : List.of("Multiply")) {
      float[] ones = new float[codes.length];
      Arrays.fill(ones, 1);
      Tensor scale = Tensor.of(Shape.of(codes.length, 1), ones);
      Operation op = new Operation(type, "opset1", type).addInput(current);
      op.addInput(stored.add(Operation.constant(type + "/by", scale)).output(0));
      current = stored.add(op).addOutput(ElementType.F32, current.shape());
    }
    return new GnaDevice().findings(stored).stream().map(Finding::rule).toList();
  }
}
