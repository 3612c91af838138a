package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;

/** NNCF's reference models and the numbers that it stores for them. */
class GoldenNumbersTest {
  private final NumpyRandom random = new NumpyRandom();
  private final Graphs g = new Graphs();

  @Test
  void generatorIsNumpys() {
    assertThat(new double[] {random.next(), random.next(), random.next(), random.next()})
        .containsExactly(
            0.6369616873214543, 0.2697867137638703, 0.04097352393619469, 0.016527635528529094);
  }

  private static Run nncf() {
    return new Run().with("estimator", "nncf");
  }

  private FakeQuantize quantizer(String name) {
    return FakeQuantize.of(g.find(name)).orElseThrow();
  }

  private static float[] extremes(float[] values) {
    float[] e = {values[0], values[0]};
    for (float v : values) {
      e[0] = Math.min(e[0], v);
      e[1] = Math.max(e[1], v);
    }
    return e;
  }

  private static float[] plus(float[] values, float added) {
    float[] sums = values.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += added;
    }
    return sums;
  }

  @ParameterizedTest
  @ValueSource(strings = {"performance", "mixed"})
  void linearModel(String preset) {
    Output input = g.parameter("Input", 1, 3, 4, 2);
    Output reshape =
        g.op("Reshape", "Reshape", new long[] {1, 3, 2, 4}, input, g.axes("to", 1, 3, 2, 4));
    Output weight = g.constant("weight", new long[] {4, 5}, plus(random.floats(20), -0.5f));
    Output matMul = g.op("MatMul", "MatMul", new long[] {1, 3, 2, 5}, reshape, weight);
    Output bias = g.constant("bias", new long[] {1, 3, 2, 4}, random.floats(24));
    g.result(matMul);
    g.result(g.same("Add", "Add", reshape, bias));
    float[] e = extremes(new NumpyRandom().floats(24));

    nncf().with("preset", preset).measured("Input", e[0], e[1]).on(g.model);

    FakeQuantize activation = quantizer("Input/fq_output_0");
    assertThat(activation.inputRange().low()).containsExactly(0f);
    assertThat(activation.inputRange().high()).containsExactly(0.9350724220275879f);
    assertThat(activation.levels()).isEqualTo(256);
    assertThat(activation.inputRange().shape().rank()).isZero();
    FakeQuantize weights = quantizer("MatMul/fq_weights_1");
    assertThat(weights.inputRange().shape().toArray()).containsExactly(1, 5);
    assertThat(weights.inputRange().high())
        .containsExactly(0.41275555f, 0.4972615f, 0.4590265f, 0.48347238f, 0.43507242f);
    assertThat(weights.levels()).isEqualTo(255);
  }

  @ParameterizedTest
  @CsvSource({
    "mixed, -0.6237419843673706, 0.8222053647041321",
    "performance, -0.8286794424057007, 0.8222053647041321"
  })
  void convModel(String preset, float low, float high) {
    float[] mean = random.floats(3);
    float[] scale = plus(random.floats(3), 1e-4f);
    float[] kernel = random.floats(9);
    for (int i = 0; i < 9; i++) {
      kernel[i] = kernel[i] / scale[i % 3] - 0.5f;
    }
    Output input = g.parameter("Input_1", 1, 3, 4, 2);
    Output sub = g.same("Subtract", "Sub", input, g.constant("m", new long[] {1, 3, 1, 1}, mean));
    Output weight = g.constant("kernel", new long[] {3, 3, 1, 1}, kernel);
    Output conv = g.same("Convolution", "Conv", sub, weight);
    Output add = g.same("Add", "Conv_Add", conv, g.ramp("Bias", 1, 3, 1, 1));
    g.result(g.same("ReLU", "Relu", add));
    float[] shifted = new NumpyRandom().floats(24);
    for (int i = 0; i < 24; i++) {
      shifted[i] -= mean[i / 8];
    }
    float[] e = extremes(shifted);

    nncf()
        .with("preset", preset)
        .with("saturation-fix", "first_layer")
        .measured("Sub", e[0], e[1])
        .on(g.model);

    FakeQuantize activation = quantizer("Sub/fq_output_0");
    assertThat(activation.inputRange().low()).containsExactly(low);
    assertThat(activation.inputRange().high()).containsExactly(high);
    FakeQuantize weights = quantizer("Conv/fq_weights_1");
    assertThat(weights.inputRange().shape().toArray()).containsExactly(3, 1, 1, 1);
    assertThat(weights.inputRange().high()).containsExactly(71.96717f, 111.472084f, 102.13003f);
  }

  @ParameterizedTest
  @CsvSource({"no, 1, 1", "first_layer, 2, 1", "all, 2, 2"})
  void weightsModel(String fix, float convolution, float transposed) {
    Output input = g.parameter("Input_1", 1, 3, 5, 5);
    Output k1 = g.constant("conv_weights_0", new long[] {3, 3, 1, 1}, random.floats(9));
    Output conv = g.same("Convolution", "Conv", input, k1);
    Output k2 = g.constant("conv_weights_1", new long[] {3, 3, 1, 1}, random.floats(9));
    Output back = g.op("ConvolutionBackpropData", "Conv_backprop", Graphs.dims(conv), conv, k2);
    Output w1 = g.constant("weights_1", new long[] {1, 4}, random.floats(4));
    Output narrow = g.op("Reshape", "narrow", new long[] {75, 1}, back, g.axes("to", 75, 1));
    g.result(g.op("MatMul", "MatMul_1", new long[] {75, 4}, narrow, w1));

    nncf().with("saturation-fix", fix).on(g.model);

    float c = convolution;
    assertThat(quantizer("Conv/fq_weights_1").inputRange().high())
        .containsExactly(0.6369617f * c, 0.91275555f * c, 0.72949654f * c);
    assertThat(quantizer("Conv/fq_weights_1").inputRange().low())
        .containsExactly(-0.6369617f * c, -0.91275555f * c, -0.72949654f * c);
    float t = transposed;
    FakeQuantize second = quantizer("Conv_backprop/fq_weights_1");
    assertThat(second.inputRange().shape().toArray()).containsExactly(1, 3, 1, 1);
    assertThat(second.inputRange().high())
        .containsExactly(0.9350724f * t, 0.8631789f * t, 0.72965544f * t);
  }

  @Test
  void depthwiseInputHasOneRangePerChannel() {
    Output input = g.parameter("Input_1", 1, 3, 5, 5);
    g.result(g.same("Add", "Add", g.depthwise("Depthwise", input), g.ramp("b", 1, 3, 1, 1)));
    nncf().on(g.model);
    FakeQuantize activation = quantizer("Input_1/fq_output_0");
    assertThat(activation.inputRange().shape().toArray()).containsExactly(1, 3, 1, 1);
    assertThat(activation.operation().output(0).shape()).isEqualTo(PartialShape.of(1, 3, 5, 5));
    assertThat(quantizer("Depthwise/fq_weights_1").inputRange().shape().toArray())
        .containsExactly(3, 1, 1, 1, 1);
  }

  /** The saturated sigmoid of LSTMModel: a tensor that is 1 everywhere. */
  @Test
  void saturatedSigmoid() {
    Ranges.Bounds bounds = Ranges.asymmetric(new float[] {1}, new float[] {1}, 256, Estimator.NNCF);
    assertThat(bounds.low()).containsExactly(0f);
    assertThat(bounds.high()).containsExactly(1.0008f);
  }

  /** The zero weights of LSTMSequence. */
  @Test
  void zeroWeights() {
    g.result(
        g.same(
            "Convolution",
            "Conv",
            g.parameter("x", 1, 2, 4, 4),
            g.constant("w", new long[] {2, 2, 1, 1}, 0, 0, 0, 0)));
    nncf().with("saturation-fix", "no").on(g.model);
    assertThat(quantizer("Conv/fq_weights_1").inputRange().high()).containsExactly(8e-5f, 8e-5f);
    assertThat(quantizer("Conv/fq_weights_1").inputRange().low()).containsExactly(-8e-5f, -8e-5f);
  }
}
