package org.octet.core.internal.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Models all of whose tensors are f16, and models of f16 constants that are converted to f32. */
class HalfPrecisionTest {
  private static final Shape WEIGHTS = Shape.of(4, 256);
  private static final FakeQuantize.Range RANGE =
      new FakeQuantize.Range(
          Shape.of(4, 1), new float[] {-1, -2, -0.5f, -1}, new float[] {1, 2, 0.5f, 1});

  private final Model model = new Model("m", 11);
  private final float[] values = values();

  private static float[] values() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    float[] values = new float[(int) WEIGHTS.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return values;
  }

  private Operation constant() {
    return model.add(Operation.constant("w", Floats.tensor(ElementType.F16, WEIGHTS, values)));
  }

  private void quantize(Output weight) {
    Operation result = new Operation("Result", "opset1", "result");
    result.addInput(weight);
    model.add(result);
    FakeQuantize.insert(model, "w/fq", weight, weight.consumers(), 255, RANGE);
  }

  private long bytes() {
    return model.ofType("Const").stream()
        .map(Operation::value)
        .mapToLong(t -> t.type().byteSize(t.shape().elements()))
        .sum();
  }

  @Test
  void weightsOfAnF16ModelAreStoredAsIntegers() {
    quantize(constant().output(0));
    long before = WEIGHTS.elements() * 2;

    List<CompressedWeight> compressed = WeightCompressor.compress(model);

    assertThat(compressed).hasSize(1);
    Operation scaled = model.operation("w/fq").orElseThrow();
    assertThat(scaled.output(0).type()).isEqualTo(ElementType.F16);
    Operation convert = scaled.input(0).source().operation();
    assertThat(convert.attribute("destination_type")).contains("f16");
    Tensor codes = convert.input(0).source().operation().value();
    float[] scales = Floats.read(scaled.input(1).source().operation().value());
    for (int i = 0; i < values.length; i++) {
      float step = 2 * RANGE.high()[i / 256] / 254;
      // half a step, and what f16 loses of the weight and of the scale
      assertThat(codes.bytes().get(i) * (double) scales[i / 256])
          .isCloseTo(values[i], within(step / 2 + 2 * Math.abs(values[i]) * 0x1p-11));
    }
    assertThat(bytes()).isLessThan(before * 6 / 10);
  }

  @Test
  void noFloatCopyIsLeftOfAConvertedConstant() {
    Operation convert = new Operation("Convert", "opset1", "w/decompressed");
    convert.addInput(constant().output(0)).with("destination_type", "f32");
    quantize(convert.addOutput(ElementType.F32, PartialShape.of(WEIGHTS)));
    model.add(convert);

    WeightCompressor.compress(model);

    assertThat(model.operation("w")).isEmpty();
    assertThat(model.operation("w/decompressed")).isEmpty();
    assertThat(model.operation("w/fq").orElseThrow().output(0).type()).isEqualTo(ElementType.F32);
    assertThat(bytes()).isLessThan(WEIGHTS.elements() * 2 * 6 / 10);
  }
}
