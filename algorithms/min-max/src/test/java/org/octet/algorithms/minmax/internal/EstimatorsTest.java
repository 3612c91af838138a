package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;

/** What is measured, and what becomes of it, under the parameters that choose estimators. */
class EstimatorsTest {
  private static final Map<String, Reducer> REDUCERS =
      Map.of(
          "min",
          Reducer.MIN,
          "max",
          Reducer.MAX,
          "abs_max",
          Reducer.ABS_MAX,
          "quantile",
          new Reducer.Quantile(1e-4),
          "quantile_max",
          new Reducer.Quantile(1 - 1e-4),
          "abs_quantile",
          new Reducer.AbsQuantile(1 - 1e-4));

  private final Graphs g = new Graphs();

  private FakeQuantize quantizer(String name) {
    return FakeQuantize.of(g.find(name)).orElseThrow();
  }

  /** POT's table of base estimators, and the same of NNCF's default. */
  @ParameterizedTest
  @CsvSource({
    "pot, default, performance, false, min, MIN, abs_max, MEAN",
    "pot, default, performance, true, min, MIN, abs_max, MAX",
    "pot, default, mixed, false, min, MEAN, max, MEAN",
    "pot, default, mixed, true, min, MIN, max, MAX",
    "pot, quantile, performance, false, min, MIN, abs_quantile, MEAN",
    "pot, quantile, performance, true, min, MIN, abs_quantile, MAX",
    "pot, quantile, mixed, false, quantile, MEAN, quantile_max, MEAN",
    "pot, quantile, mixed, true, quantile, MIN, quantile_max, MAX",
    "nncf, default, performance, false, min, MEAN, abs_max, MEAN",
    "nncf, default, performance, true, min, MIN, abs_max, MAX",
    "nncf, default, mixed, false, min, MEAN, max, MEAN",
    "nncf, median_minmax, mixed, false, min, MEDIAN, max, MEDIAN",
    "nncf, minmax, mixed, false, min, MIN, max, MAX",
    "octet, default, mixed, false, min, MIN, max, MAX",
    "octet, mean_quantile, mixed, false, quantile, MEAN, quantile_max, MEAN",
    "octet, mean_no_outliers_minmax, mixed, false, min, MEAN_NO_OUTLIERS, max, MEAN_NO_OUTLIERS"
  })
  void presetsMeasure(
      String estimator,
      String rangePreset,
      String preset,
      boolean perChannel,
      String min,
      Aggregator minAggregator,
      String max,
      Aggregator maxAggregator) {
    Output x = g.parameter("x", 1, 4, 8, 8);
    g.result(perChannel ? g.depthwise("conv", x) : g.convolution("conv", x, 4));
    Run run =
        new Run()
            .with("estimator", estimator)
            .with("activation-range-preset", rangePreset)
            .with("preset", preset)
            .with("range-choice", "off")
            .on(g.model);
    assertThat(run.requests)
        .extracting(StatisticRequest::reducer, StatisticRequest::aggregator)
        .containsExactly(
            tuple(REDUCERS.get(min), minAggregator), tuple(REDUCERS.get(max), maxAggregator));
  }

  @Test
  void whatTheUserSaysOfAnEndGoesBeforeThePreset() {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    Run run =
        new Run()
            .with("preset", "mixed")
            .with("activation-range-preset", "quantile")
            .with("activation-min-outlier-prob", 0.02)
            .with("activation-max-reducer", "max")
            .with("activation-max-aggregator", "median_no_outliers")
            .on(g.model);
    assertThat(run.requests)
        .extracting(StatisticRequest::reducer, StatisticRequest::aggregator)
        .containsExactly(
            tuple(new Reducer.Quantile(0.02), Aggregator.MIN),
            tuple(Reducer.MAX, Aggregator.MEDIAN_NO_OUTLIERS));
  }

  private FakeQuantize clipped(String estimator) {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    new Run()
        .with("estimator", estimator)
        .with("activation-min-clip", -8)
        .with("activation-max-clip", 4)
        .measured("x", -3, 9)
        .on(g.model);
    return quantizer("x/fq_output_0");
  }

  @Test
  void zeroStaysACodeOfAClippedRange() {
    FakeQuantize fq = clipped("octet");
    assertThat(fq.inputRange().high()).containsExactly(4f);
    assertThat(fq.inputRange().low()).containsExactly(-4f * 128 / 127);
  }

  @Test
  void potClipsFinishedBounds() {
    FakeQuantize fq = clipped("pot");
    assertThat(fq.inputRange().high()).containsExactly(4f);
    assertThat(fq.inputRange().low()).containsExactly(-8f);
  }

  @Test
  void weightsCanBeClippedAndTakeQuantiles() {
    float[] values = new float[101];
    for (int i = 0; i <= 100; i++) {
      values[i] = i - 50;
    }
    Output x = g.parameter("x", 1, 101, 1, 1);
    g.result(
        g.op(
            "Convolution",
            "conv",
            new long[] {1, 1, 1, 1},
            x,
            g.constant("w", new long[] {1, 101, 1, 1}, values)));
    new Run()
        .with("weight-mode", "asymmetric")
        .with("weight-min-reducer", "quantile")
        .with("weight-min-outlier-prob", 0.1)
        .with("weight-max-clip", 40)
        .with("saturation-fix", "no")
        .on(g.model);
    FakeQuantize fq = quantizer("conv/fq_weights_1");
    assertThat(fq.levels()).isEqualTo(256);
    // -40 to 40, with zero on a code
    assertThat(fq.inputRange().high()).containsExactly(40f);
    assertThat(fq.inputRange().low()).containsExactly(-40f * 128 / 127);
  }

  @ParameterizedTest
  @CsvSource({"2, 4, 3", "4, 16, 15", "7, 128, 127", "16, 65536, 65535"})
  void bitsCanBeChosenPerType(int bits, int activationLevels, int weightLevels) {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    Run run = new Run().with("activation-bits", bits).with("weight-bits", bits).on(g.model);
    assertThat(quantizer("x/fq_output_0").levels()).isEqualTo(activationLevels);
    assertThat(quantizer("conv/fq_weights_1").levels()).isEqualTo(weightLevels);
    assertThat(run.notes).singleElement().asString().contains("target device CPU lists no");
  }

  @Test
  void weightsOnlyCanHaveFewerBits() {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    new Run().with("weight-bits", 4).on(g.model);
    assertThat(quantizer("x/fq_output_0").levels()).isEqualTo(256);
    assertThat(quantizer("conv/fq_weights_1").levels()).isEqualTo(15);
  }

  @Test
  void whatTheDeviceListsNeedsNoNote() {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    Run run =
        new Run()
            .with("activation-bits", 8)
            .with("activation-mode", "asymmetric")
            .with("weight-granularity", "pertensor")
            .on(g.model);
    assertThat(run.notes).isEmpty();
    assertThat(quantizer("conv/fq_weights_1").inputRange().shape().rank()).isZero();
  }

  @Test
  void modeGoesBeforeThePreset() {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    new Run()
        .with("preset", "accuracy")
        .with("activation-mode", "symmetric")
        .measured("x", -1, 3)
        .on(g.model);
    assertThat(quantizer("x/fq_output_0").inputRange().low()[0]).isLessThan(-3f);
    assertThat(quantizer("conv/fq_weights_1").levels()).isEqualTo(256);
  }

  @Test
  void channelsOfAConvolutionsInputCanHaveRangesOfTheirOwn() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.convolution("a", x, 4));
    g.result(g.convolution("b", relu, 4));
    g.result(g.same("Add", "sum", relu, x));
    new Run().with("activation-granularity", "perchannel").on(g.model);
    // the sum takes one range per tensor only, and the tensor has one quantizer
    assertThat(quantizer("relu/fq_output_0").inputRange().shape().rank()).isZero();
    Graphs alone = new Graphs();
    alone.result(alone.convolution("conv", alone.parameter("x", 1, 4, 8, 8), 4));
    new Run().with("activation-granularity", "perchannel").on(alone.model);
    assertThat(FakeQuantize.of(alone.find("x/fq_output_0")).orElseThrow().inputRange().shape())
        .hasToString("[1,4,1,1]");
  }

  @Test
  void potJoinsBoundsOfAGroup() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output a = g.same("Sigmoid", "a", g.convolution("ca", x, 4));
    Output b = g.same("Tanh", "b", g.convolution("cb", x, 4));
    Output concat = g.op("Concat", "concat", new long[] {1, 8, 8, 8}, a, b);
    g.result(g.convolution("next", concat, 4));
    new Run()
        .with("estimator", "pot")
        .with("preset", "mixed")
        .measured("a", 0, 6)
        .measured("b", -0.3f, 0.7f)
        .on(g.model);
    float[] alone = bounds(-0.3f, 0.7f);
    for (String name : List.of("a/fq_output_0", "b/fq_output_0")) {
      assertThat(quantizer(name).inputRange().low()).containsExactly(alone[0]);
      assertThat(quantizer(name).inputRange().high()).containsExactly(6f);
    }
  }

  private static float[] bounds(float min, float max) {
    Graphs alone = new Graphs();
    alone.result(alone.convolution("conv", alone.parameter("x", 1, 4, 8, 8), 4));
    new Run()
        .with("estimator", "pot")
        .with("preset", "mixed")
        .measured("x", min, max)
        .on(alone.model);
    FakeQuantize fq = FakeQuantize.of(alone.find("x/fq_output_0")).orElseThrow();
    return new float[] {fq.inputRange().low()[0], fq.inputRange().high()[0]};
  }
}
