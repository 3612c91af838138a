package org.octet.algorithms.weightrounding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Weights of a convolution with 1x1 kernel, as they are stored in files. */
class RoundedTest {
  private static final int ROWS = 6;

  /** How a weight gets to its quantizer. */
  private enum Storage {
    F32,
    F16,
    F16_CONVERTED,
    RESHAPED,
    RESCALED
  }

  private final Model model = new Model("m", 11);
  private Operation convolution;
  private FakeQuantize quantizer;
  private Layer layer;

  /**
   * @param reserve by how many times the range is wider than the largest weight
   */
  private void build(float[] weight, int size, Storage storage, int levels, float reserve) {
    boolean half = storage == Storage.F16;
    ElementType type = half ? ElementType.F16 : ElementType.F32;
    Operation x = model.add(new Operation("Parameter", "opset1", "x"));
    Output input = x.addOutput(type, PartialShape.of(1, size, 5, 5));
    Output read = stored(weight, size, storage);
    convolution = model.add(new Operation("Convolution", "opset1", "conv"));
    convolution.with("strides", "1,1").with("pads_begin", "0,0").with("pads_end", "0,0");
    convolution.with("dilations", "1,1").with("auto_pad", "explicit");
    convolution.addInput(input).addInput(read);
    convolution.addOutput(type, PartialShape.of(1, ROWS, 5, 5));
    layer = Layer.of("m", convolution).orElseThrow();
    float[] high = new float[ROWS];
    float[] low = new float[ROWS];
    float[] factors = factors(storage, size);
    for (int i = 0; i < weight.length; i++) {
      float scaled = Math.abs(weight[i]) / factors[i % size];
      high[i / size] = Math.max(high[i / size], reserve * scaled);
      low[i / size] = -high[i / size];
    }
    Input port = convolution.input(1);
    FakeQuantize.Range range = new FakeQuantize.Range(Shape.of(ROWS, 1, 1, 1), low, high);
    FakeQuantize.Range own = storage == Storage.RESCALED ? unscaled(range, factors) : range;
    quantizer = FakeQuantize.insert(model, "fq", read, List.of(port), levels, own, range);
  }

  /** By which what the weight is multiplied with is multiplied, by input channel. */
  private static float[] factors(Storage storage, int size) {
    float[] factors = new float[size];
    for (int k = 0; k < size; k++) {
      factors[k] = storage == Storage.RESCALED ? 1 + k % 5 : 1;
    }
    return factors;
  }

  private static FakeQuantize.Range unscaled(FakeQuantize.Range range, float[] factors) {
    float[] low = new float[ROWS * factors.length];
    float[] high = new float[low.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = range.low()[i / factors.length] * factors[i % factors.length];
      high[i] = range.high()[i / factors.length] * factors[i % factors.length];
    }
    return new FakeQuantize.Range(Shape.of(ROWS, factors.length, 1, 1), low, high);
  }

  private Output stored(float[] weight, int size, Storage storage) {
    Shape shape = Shape.of(ROWS, size, 1, 1);
    ElementType type =
        storage == Storage.F16 || storage == Storage.F16_CONVERTED
            ? ElementType.F16
            : ElementType.F32;
    Shape kept = storage == Storage.RESHAPED ? Shape.of(ROWS * size) : shape;
    Tensor value = Floats.tensor(type, kept, weight);
    Operation constant = model.add(Operation.constant("w", value));
    return switch (storage) {
      case F32, F16, RESCALED -> constant.output(0);
      case F16_CONVERTED ->
          model
              .add(new Operation("Convert", "opset1", "w/f32"))
              .with("destination_type", "f32")
              .addInput(constant.output(0))
              .addOutput(ElementType.F32, PartialShape.of(shape));
      case RESHAPED -> {
        Tensor target = Tensor.ofLongs(Shape.of(4), ROWS, size, 1, 1);
        Operation to = model.add(Operation.constant("w/shape", target));
        yield model
            .add(new Operation("Reshape", "opset1", "w/reshaped"))
            .with("special_zero", "false")
            .addInput(constant.output(0))
            .addInput(to.output(0))
            .addOutput(ElementType.F32, PartialShape.of(shape));
      }
    };
  }

  private static float[] weight(Random random, int size) {
    float[] weight = new float[ROWS * size];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (random.nextGaussian() * 0.1);
    }
    return weight;
  }

  /** Moments of inputs that are bright or dark together, in equal parts. */
  private static float[] moments(Random random, int size, int parts) {
    int side = size / parts;
    float[] moments = new float[parts * side * side];
    for (int p = 0; p < parts; p++) {
      for (int s = 0; s < 4 * side; s++) {
        double common = 1 + random.nextGaussian();
        double[] x = random.doubles(side).map(v -> common + 0.3 * v).toArray();
        for (int i = 0; i < side * side; i++) {
          moments[p * side * side + i] += (float) (x[i / side] * x[i % side] / (4 * side));
        }
      }
    }
    return moments;
  }

  private Rounded rounded(float[] moments, int parts) {
    assertThat(Rounded.quantizer(layer, convolution)).isPresent();
    return Rounded.of(layer, quantizer, moments, parts).orElseThrow();
  }

  private int[] codes(Tensor value) {
    return quantizer.codes(Floats.read(value), quantizer.data().shape().toShape().orElseThrow());
  }

  /** The error of the layer's product, over all output channels. */
  private double error(float[] weight, float[] values, float[] moments, int size, int parts) {
    int side = size / parts;
    double sum = 0;
    for (int p = 0; p < parts; p++) {
      for (int row = 0; row < ROWS; row++) {
        int at = row * size + p * side;
        for (int i = 0; i < side * side; i++) {
          double a = weight[at + i / side] - values[at + i / side];
          double b = weight[at + i % side] - values[at + i % side];
          sum += a * b * moments[p * side * side + i];
        }
      }
    }
    return sum;
  }

  @Property(tries = 40, seed = "1")
  void errorsCancelHoweverTheWeightIsStored(
      @ForAll long seed, @ForAll Storage storage, @ForAll @IntRange(min = 1, max = 2) int parts) {
    RoundedTest each = new RoundedTest();
    Random random = new Random(seed);
    int size = 24;
    each.build(weight(random, size), size, storage, 255, 1);
    float[] moments = moments(random, size, parts);
    Rounded rounded = each.rounded(moments, parts);
    float[] before = Floats.read(rounded.before());
    Shape shape = Shape.of(ROWS, size, 1, 1);
    float[] nearest = each.quantizer.rounded(before, shape);
    float[] after = each.quantizer.rounded(Floats.read(rounded.value()), shape);
    assertThat(each.error(before, after, moments, size, parts))
        .isLessThan(0.5 * each.error(before, nearest, moments, size, parts));
  }

  /** Half precision moves a value by a sixteenth of a step at most: its code is the same. */
  @Property(tries = 20, seed = "1")
  void storedValuesLieOnTheirCodes(@ForAll long seed) {
    RoundedTest each = new RoundedTest();
    each.build(weight(new Random(seed), 24), 24, Storage.F16, 255, 1);
    Rounded rounded = each.rounded(moments(new Random(seed + 1), 24, 1), 1);
    assertThat(rounded.value().type()).isEqualTo(ElementType.F16);
    float[] before = Floats.read(rounded.before());
    float[] values = Floats.read(rounded.value());
    float[] codes = each.quantizer.fakeQuantize(values, Shape.of(ROWS, 24, 1, 1));
    for (int row = 0; row < ROWS; row++) {
      float step = each.quantizer.inputRange().high()[row] / 127;
      boolean changed = false;
      float farthest = 0;
      for (int i = row * 24; i < (row + 1) * 24; i++) {
        changed |= values[i] != before[i];
        farthest = Math.max(farthest, Math.abs(values[i] - codes[i]));
      }
      assertThat(changed ? farthest : 0).isLessThan(step / 15);
    }
  }

  @Property(tries = 20, seed = "1")
  void aReserveStaysOne(@ForAll long seed) {
    RoundedTest each = new RoundedTest();
    Random random = new Random(seed);
    // the largest weight has code 64 of 127
    each.build(weight(random, 24), 24, Storage.F32, 255, 127f / 64);
    for (int code : each.codes(each.rounded(moments(random, 24, 1), 1).value())) {
      assertThat(code - 127).isBetween(-64, 64);
    }
  }

  @Property(tries = 20, seed = "1")
  void channelsThatCannotSaturateStayHarmless(@ForAll long seed) {
    RoundedTest each = new RoundedTest();
    Random random = new Random(seed);
    float[] weight = weight(random, 24);
    for (int row = 0; row < ROWS; row++) {
      for (int k = 0; k < 24; k++) {
        weight[row * 24 + k] = k == 0 ? 1.0f : Math.abs(weight[row * 24 + k]) % 0.008f;
      }
    }
    each.build(weight, 24, Storage.F32, 255, 1);
    float[] moments = moments(random, 24, 1);
    Optional<Rounded> rounded = Rounded.of(each.layer, each.quantizer, moments, 1);
    int[] codes = each.codes(rounded.map(Rounded::value).orElse(each.value()));
    for (int row = 0; row < ROWS; row++) {
      for (int k = 1; k < 24; k++) {
        assertThat(codes[row * 24] + codes[row * 24 + k] - 2 * 127).isLessThanOrEqualTo(128);
      }
    }
  }

  private Tensor value() {
    return model.operation("w").orElseThrow().value();
  }

  @Example
  void weightsOnAGridAreLeftAlone() {
    float[] weight = new float[ROWS * 24];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i % 24 == 0 ? 127 : i * 37 % 255 - 127;
    }
    build(weight, 24, Storage.F32, 255, 1);
    assertThat(Rounded.isOnGrid(quantizer)).isTrue();
    RoundedTest other = new RoundedTest();
    other.build(weight(new Random(1), 24), 24, Storage.F32, 255, 1);
    assertThat(Rounded.isOnGrid(other.quantizer)).isFalse();
  }

  @Example
  void theQuantizerReadsWhatIsRoundedAndTheModelKnowsWhatWas() {
    build(weight(new Random(1), 24), 24, Storage.F16_CONVERTED, 255, 1);
    Rounded rounded = rounded(moments(new Random(2), 24, 1), 1);
    OptimizedModel models = OptimizedModel.of("m", model);
    rounded.apply(models);
    FakeQuantize now = FakeQuantize.of(model.operation("fq").orElseThrow()).orElseThrow();
    assertThat(now.data().operation().value().bytes()).isEqualTo(rounded.value().bytes());
    assertThat(model.operation("w")).isEmpty();
    assertThat(model.operation("w/f32")).isEmpty();
    TensorId id = TensorId.of("m", now.operation().output(0));
    assertThat(models.copy().unrounded(id).orElseThrow().bytes())
        .isEqualTo(rounded.before().bytes());
  }

  @Example
  void aSharedWeightIsNotRounded() {
    build(weight(new Random(1), 24), 24, Storage.F32, 255, 1);
    Operation other = model.add(new Operation("Result", "opset1", "r"));
    other.addInput(quantizer.operation().output(0));
    assertThat(Rounded.quantizer(layer, convolution)).isEmpty();
  }

  @Example
  void partsAreWholeChannelsAndBounded() {
    build(weight(new Random(1), 24), 24, Storage.F32, 255, 1);
    assertThat(layer.parts(24, 1000)).isEqualTo(1);
    assertThat(layer.parts(23, 1000)).isEqualTo(2);
    assertThat(layer.parts(24, 24 * 6)).isEqualTo(4);
    assertThat(layer.parts(5, 1000)).isEqualTo(6);
    assertThat(layer.moments(4)).isEqualTo(4 * 6 * 6);
  }
}
