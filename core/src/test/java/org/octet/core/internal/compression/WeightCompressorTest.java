package org.octet.core.internal.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.ExecutedLayer;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.TestRuntime;

class WeightCompressorTest {
  private static final int CHANNELS = 16;
  private static final Shape WEIGHTS = Shape.of(CHANNELS, 8, 3, 3);
  private static final Shape RANGE = Shape.of(CHANNELS, 1, 1, 1);

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** Weights, per-channel ranges around zero, and a model that puts out the quantized weights. */
  private record Case(float[] weights, float[] low, float[] high, Model model) {}

  // range: symmetric | half (doubled, so that codes stay within a half) | asymmetric | positive
  private static Case quantized(long seed, int levels, String range) {
    GraphBuilder g = new GraphBuilder(seed);
    float[] weights = g.gaussian((int) WEIGHTS.elements(), 0.2);
    float[] low = new float[CHANNELS];
    float[] high = new float[CHANNELS];
    int n = weights.length / CHANNELS;
    for (int c = 0; c < CHANNELS; c++) {
      float most = 0;
      for (int i = c * n; i < (c + 1) * n; i++) {
        weights[i] = range.equals("positive") ? Math.abs(weights[i]) : weights[i];
        most = Math.max(most, Math.abs(weights[i]));
      }
      high[c] = range.equals("half") ? 2 * most : most;
      low[c] =
          switch (range) {
            case "symmetric", "half" ->
                levels % 2 == 0 ? -high[c] * levels / (levels - 2) : -high[c];
            case "positive" -> 0;
            default -> -0.37f * high[c] * (1 + c % 3);
          };
      addTies(weights, c * n, low[c], high[c], levels);
    }
    Output x = g.parameter("x", PartialShape.of(WEIGHTS));
    Output w = g.constant("weights", WEIGHTS, weights);
    Output q = g.fakeQuantize("weights/fq", w, levels, RANGE, low, high);
    g.result("sum", g.binary("Add", "sum", q, x));
    return new Case(weights, low, high, g.model());
  }

  // half way between levels, where rounding shows
  private static void addTies(float[] weights, int at, float low, float high, int levels) {
    float step = (high - low) / (levels - 1);
    for (int i = 0; i < 20; i++) {
      weights[at + i] = low + (i * 11 % (levels - 1) + 0.5f) * step;
    }
  }

  private static float[] infer(Model model, Tensor input) {
    try (CompiledModel compiled =
            runtime.compile(ModelSources.of(model), CompileOptions.of("CPU", 1));
        InferRequest request = compiled.createRequest()) {
      request.setInput(0, input);
      request.infer();
      return request.output(0).toFloats();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "255, symmetric",
    "255, half",
    "256, symmetric",
    "256, asymmetric",
    "256, positive",
    "15, symmetric"
  })
  void theRuntimeComputesTheSameWeights(int levels, String range) {
    for (long seed = 0; seed < 3; seed++) {
      Case given = quantized(seed, levels, range);
      Tensor zero = Tensor.allocate(ElementType.F32, WEIGHTS);
      float[] expected = infer(given.model(), zero);
      List<CompressedWeight> compressed = WeightCompressor.compress(given.model());
      float[] actual = infer(given.model(), zero);
      assertThat(compressed).hasSize(1);
      int n = expected.length / CHANNELS;
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs((double) actual[i] - expected[i]))
            .as("weight %d: %s, not %s", i, actual[i], expected[i])
            .isLessThanOrEqualTo(rounding(given.low()[i / n], given.high()[i / n]));
      }
    }
  }

  /**
   * What float32 rounding can make of both formulas: FakeQuantize divides, multiplies by the width
   * of the range, and adds; the stored form multiplies by a rounded scale. A wrong code is 10,000
   * times more.
   */
  private static double rounding(float low, float high) {
    double width = (double) high - low;
    double largest = Math.max(Math.abs(low), Math.abs(high));
    return 0x1p-24 * (2 * width + 3 * largest);
  }

  @Test
  void keepsTheNameAndDescribesItself() {
    Case given = quantized(1, 255, "symmetric");
    List<CompressedWeight> compressed = WeightCompressor.compress(given.model());
    Operation multiply = given.model().operation("weights/fq").orElseThrow();
    assertThat(multiply.type()).isEqualTo("Multiply");
    assertThat(multiply.input(0).source().operation().type()).isEqualTo("Convert");
    assertThat(given.model().ofType("FakeQuantize")).isEmpty();
    assertThat(given.model().operation("weights")).isEmpty();
    assertThat(given.model().ofType("Const"))
        .extracting(op -> op.value().type())
        .containsExactlyInAnyOrder(ElementType.I8, ElementType.F32);
    CompressedWeight weight = compressed.get(0);
    assertThat(weight.name()).isEqualTo("weights/fq");
    assertThat(weight.target()).isEqualTo("weights");
    assertThat(weight.levels()).isEqualTo(255);
    assertThat(weight.perChannel()).isTrue();
    assertThat(weight.high()).isEqualTo(highest(given.high()));
    assertThat(weight.low()).isEqualTo(-highest(given.high()));
  }

  private static double highest(float[] values) {
    float highest = values[0];
    for (float v : values) {
      highest = Math.max(highest, v);
    }
    return highest;
  }

  private static byte[] codes(Model model, ElementType type) {
    Tensor value =
        model.ofType("Const").stream()
            .map(Operation::value)
            .filter(v -> v.type() == type)
            .findFirst()
            .orElseThrow();
    byte[] codes = new byte[(int) value.shape().elements()];
    value.bytes().get(codes);
    return codes;
  }

  @Test
  void halfRangeUsesHalfOfTheCodesAndPositiveRangesAreUnsigned() {
    Case half = quantized(4, 255, "half");
    float[] plain = half.weights().clone();
    int n = plain.length / CHANNELS;
    // without the ties that the helper adds over the whole range
    for (int i = 0; i < plain.length; i++) {
      float most = half.high()[i / n] / 2;
      plain[i] = Math.max(-most, Math.min(most, plain[i]));
    }
    half.model().operation("weights").orElseThrow().setValue(Tensor.of(WEIGHTS, plain));
    WeightCompressor.compress(half.model());
    byte[] codes = codes(half.model(), ElementType.I8);
    Arrays.sort(codes);
    // the largest weights lie half way between 63 and 64
    assertThat((int) codes[0]).isBetween(-64, -63);
    assertThat((int) codes[codes.length - 1]).isBetween(63, 64);
    Case positive = quantized(4, 256, "positive");
    WeightCompressor.compress(positive.model());
    assertThat(codes(positive.model(), ElementType.U8)).hasSize(plain.length);
    assertThat(positive.model().ofType("Subtract")).isEmpty();
  }

  @Test
  void weightsThatOthersReadStay() {
    GraphBuilder g = new GraphBuilder(9);
    Output x = g.parameter("x", PartialShape.of(4));
    Output w = g.constant("w", Shape.of(4), 0.1f, -0.7f, 0.33f, 1f);
    float[] one = {1f};
    float[] minus = {-1f};
    Output a = g.fakeQuantize("a", w, 255, Shape.of(), minus, one);
    Output b = g.fakeQuantize("b", w, 255, Shape.of(), minus, one);
    g.result("y0", g.binary("Add", "xa", x, a));
    g.result("y1", g.binary("Add", "xb", x, b));
    g.result("y2", g.binary("Add", "xw", x, w));
    Tensor zero = Tensor.allocate(ElementType.F32, Shape.of(4));
    float[] expected = infer(g.model(), zero);
    assertThat(WeightCompressor.compress(g.model())).hasSize(2);
    assertThat(g.model().operation("w")).isPresent();
    assertThat(g.model().hasDuplicateNames()).isFalse();
    try (CompiledModel compiled =
            runtime.compile(ModelSources.of(g.model()), CompileOptions.of("CPU", 1));
        InferRequest request = compiled.createRequest()) {
      request.setInput(0, zero);
      request.infer();
      assertThat(request.output(2).toFloats()).containsExactly(0.1f, -0.7f, 0.33f, 1f);
      assertThat(request.output(0).toFloats()).isEqualTo(request.output(1).toFloats());
      float[] actual = request.output(0).toFloats();
      for (int i = 0; i < 4; i++) {
        assertThat(Math.abs((double) actual[i] - expected[i])).isLessThanOrEqualTo(Math.ulp(2f));
      }
    }
  }

  @Test
  void leavesOtherQuantizersAlone() {
    GraphBuilder g = new GraphBuilder(9);
    Output x = g.parameter("x", PartialShape.of(4));
    float[] one = {1f};
    float[] minus = {-1f};
    Output activation = g.fakeQuantize("activation", x, 256, Shape.of(), minus, one);
    Output w = g.constant("w", Shape.of(4), g.gaussian(4, 1));
    Output wide = g.fakeQuantize("wide", w, 65535, Shape.of(), minus, one);
    Output flat = g.fakeQuantize("flat", w, 255, Shape.of(), one, one);
    Output sum = g.binary("Add", "s", g.binary("Add", "t", activation, wide), flat);
    g.result("y", sum);
    assertThat(WeightCompressor.compress(g.model())).isEmpty();
    assertThat(g.model().ofType("FakeQuantize")).hasSize(3);
  }

  @Test
  void refusesNaN() {
    GraphBuilder g = new GraphBuilder(9);
    Output x = g.parameter("x", PartialShape.of(2));
    Output w = g.constant("w", Shape.of(2), 0f, Float.NaN);
    Output q = g.fakeQuantize("q", w, 255, Shape.of(), new float[] {-1f}, new float[] {1f});
    g.result("y", g.binary("Add", "s", x, q));
    assertThatThrownBy(() -> WeightCompressor.compress(g.model()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'w'")
        .hasMessageContaining("index 1");
  }

  @Test
  void convolutionsRunInIntegersAndGiveTheSame() {
    GraphBuilder g = new GraphBuilder(21);
    Output x = g.parameter("x", PartialShape.of(1, 8, 16, 16));
    Output q =
        g.fakeQuantize("x/fq", x, 256, Shape.of(), new float[] {-3f * 256 / 254}, new float[] {3f});
    float[] weights = g.gaussian((int) WEIGHTS.elements(), 0.2);
    float[] high = new float[CHANNELS];
    float[] low = new float[CHANNELS];
    Arrays.fill(high, 0.6f);
    Arrays.fill(low, -0.6f);
    Output w = g.fakeQuantize("w/fq", g.constant("w", WEIGHTS, weights), 255, RANGE, low, high);
    g.result("y", g.relu("relu", g.convolve("conv", q, w, CHANNELS, 3, 1)));
    float[] values = g.gaussian(8 * 16 * 16, 1);
    Tensor input = Tensor.of(Shape.of(1, 8, 16, 16), values);
    float[] expected = infer(g.model(), input);
    WeightCompressor.compress(g.model());
    float[] actual = infer(g.model(), input);
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < expected.length; i++) {
      signal += (double) expected[i] * expected[i];
      noise += (double) (expected[i] - actual[i]) * (expected[i] - actual[i]);
    }
    assertThat(noise).isLessThan(signal * 1e-12);
    try (CompiledModel compiled =
        runtime.compile(ModelSources.of(g.model()), CompileOptions.of("CPU", 1))) {
      List<ExecutedLayer> convolutions =
          compiled.executedGraph().stream().filter(l -> l.type().equals("Convolution")).toList();
      assertThat(convolutions).hasSize(1);
      assertThat(convolutions.get(0).precision()).isIn("i8", "u8");
      assertThat(convolutions.get(0).implementation()).containsIgnoringCase("i8");
    }
  }

  /** A constant on the left of a MatMul, and what it is multiplied with, per tensor. */
  @Test
  void aLeftWeightOfOneScaleIsRightInEveryCompilation() {
    GraphBuilder g = new GraphBuilder(7);
    Shape one = Shape.of();
    Output x = g.relu("relu", g.parameter("x", PartialShape.of(2, 48, 20)));
    Output a = g.fakeQuantize("a", x, 256, one, new float[1], new float[] {4});
    Output w = g.constant("w", Shape.of(64, 48), g.gaussian(64 * 48, 0.2));
    Output q = g.fakeQuantize("q", w, 255, one, new float[] {-0.6f}, new float[] {0.6f});
    Operation product = g.model().add(new Operation("MatMul", "opset1", "product"));
    product.with("transpose_a", "false").with("transpose_b", "false").addInput(q).addInput(a);
    Output y = product.addOutput(ElementType.F32, PartialShape.of(2, 64, 20));
    g.result("y", g.relu("y", y));
    Tensor input = Tensor.of(Shape.of(2, 48, 20), g.gaussian(2 * 48 * 20, 1));
    float[] expected = infer(g.model(), input);
    WeightCompressor.compress(g.model());
    for (int compilation = 0; compilation < 12; compilation++) {
      try (CompiledModel compiled =
              runtime.compile(ModelSources.of(g.model()), CompileOptions.of("CPU", 3));
          InferRequest request = compiled.createRequest()) {
        request.setInput(0, input);
        request.infer();
        assertThat(request.output(0).toFloats()).containsExactly(expected, within(1e-2f));
      }
    }
  }
}
