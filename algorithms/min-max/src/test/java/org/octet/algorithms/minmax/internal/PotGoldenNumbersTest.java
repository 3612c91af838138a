package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.Shape;

/** The numbers that POT's formulas give. */
class PotGoldenNumbersTest {
  private final Graphs g = new Graphs();

  private FakeQuantize quantizer(String name) {
    return FakeQuantize.of(g.find(name)).orElseThrow();
  }

  private FakeQuantize activation(Run run, float min, float max) {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    run.with("estimator", "pot").measured("x", min, max).on(g.model);
    return quantizer("x/fq_output_0");
  }

  private static void hasBounds(FakeQuantize fq, String low, String high) {
    isExactly(fq.inputRange().low(), low);
    isExactly(fq.inputRange().high(), high);
  }

  /**
   * The table has ten decimals of numbers that come from inputs such as -0.3, which are rounded.
   */
  private static void isExactly(float[] actual, String stated) {
    double expected = Double.parseDouble(stated);
    assertThat(actual).hasSize(1);
    assertThat((double) actual[0])
        .isCloseTo(expected, within(Math.max(5e-11, Math.ulp((float) expected))));
  }

  @ParameterizedTest
  @CsvSource({"-1, 6, -6.0472440945, 6", "0, 6, 0, 6", "0, 1e-6, 0, 8e-5"})
  void symmetricActivations(float min, float max, String low, String high) {
    FakeQuantize fq = activation(new Run(), min, max);
    assertThat(fq.levels()).isEqualTo(256);
    hasBounds(fq, low, high);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2, -1, 2, 85",
    "-0.3, 5.9, -0.3, 6.075, 12",
    "-1, 1, -1.0078740157, 1, 128",
    "-2.5, 0.7, -2.5, 0.7035175879, 199",
    "-0.02, 6, -0.0236220472, 6, 1",
    "0.5, 4, 0, 4, 0",
    "-3, -1, -3, 0, 255",
    "0, 0, -0.0008062992, 0.0008, 128",
    "-0.001, 10, -0.001, 10, 0.0255"
  })
  void asymmetricActivations(float min, float max, String low, String high, double zeroPoint) {
    FakeQuantize fq = activation(new Run().with("preset", "mixed"), min, max);
    hasBounds(fq, low, high);
    double step = ((double) fq.inputRange().high()[0] - fq.inputRange().low()[0]) / 255;
    assertThat(-fq.inputRange().low()[0] / step).isCloseTo(zeroPoint, within(5e-5));
  }

  @Test
  void sixteenBitActivations() {
    FakeQuantize fq = activation(new Run().with("activation-bits", 16), -1, 1);
    assertThat(fq.levels()).isEqualTo(65536);
    hasBounds(fq, "-1.0000305185", "1");
  }

  @Test
  void symmetricWeights() {
    Output weight = g.constant("w", new long[] {3, 1, 1, 1}, 1f, -0.001f, 0.5f);
    Output x = g.parameter("x", 1, 1, 8, 8);
    g.result(g.op("Convolution", "conv", new long[] {1, 3, 8, 8}, x, weight));
    new Run().with("estimator", "pot").with("saturation-fix", "no").on(g.model);
    FakeQuantize fq = quantizer("conv/fq_weights_1");
    assertThat(fq.levels()).isEqualTo(255);
    assertThat(fq.inputRange().low()).containsExactly(-1f, -0.01f, -0.5f);
    assertThat(fq.inputRange().high()).containsExactly(1f, 0.01f, 0.5f);
  }

  @ParameterizedTest
  @CsvSource({"min, 0, 8", "max, 7, 15", "quantile, 0.07, 8.07"})
  void weightsPerFilter(String type, float first, float second) {
    float[] ends = ends(type, "perchannel");
    assertThat(ends).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource({"min, 0", "max, 15", "quantile, 0.15"})
  void weightsPerTensor(String type, float expected) {
    assertThat(ends(type, "pertensor")).containsExactly(expected);
  }

  /** 0 to 15 as the weights of two filters. */
  private static float[] ends(String type, String granularity) {
    float[] values = new float[16];
    for (int i = 0; i < 16; i++) {
      values[i] = i;
    }
    Shape kept = granularity.equals("perchannel") ? Shape.of(2, 1, 1, 1) : Shape.of();
    return new ChannelReduction(values, Shape.of(2, 2, 2, 2), kept)
        .reduce(
            switch (type) {
              case "min" -> Reducer.MIN;
              case "max" -> Reducer.MAX;
              default -> new Reducer.Quantile(0.01);
            });
  }
}
