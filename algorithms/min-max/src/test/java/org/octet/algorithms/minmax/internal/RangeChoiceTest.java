package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.StatisticRequest;

class RangeChoiceTest {
  private final Graphs g = new Graphs();

  @BeforeEach
  void model() {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
  }

  /** A signed tensor of which all rules make different ranges. */
  private static Run skewed() {
    return new Run().measured("x", -1, 3).averaged("x", -0.5f, 2);
  }

  private FakeQuantize.Range range() {
    return FakeQuantize.of(g.find("x/fq_output_0")).orElseThrow().inputRange();
  }

  @ParameterizedTest
  @CsvSource({
    // symmetric extremes; asymmetric, between; then one step further from the better one, and so on
    "30 20 20, -3.02, 3",
    "20 20 30 25 20, -2.52, 2.5",
    "20 25 30 25 40 25, -2.02, 2",
    "20 30 20, -1, 3",
    "20 30 25 31 20, -0.75, 2.5",
    "20 30 25 31 32, -0.5, 2",
  })
  void rangesAreThoseOfTheRuleWithTheBestOutputs(String scores, float low, float high) {
    skewed().scored(doubles(scores)).on(g.model);

    assertThat(range().low()[0]).isCloseTo(low, within(0.02f));
    assertThat(range().high()[0]).isCloseTo(high, within(0.02f));
  }

  private static double[] doubles(String list) {
    return Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "20, 20, false",
    "20.24, 20, false",
    "20.25, 20, true",
    "19, 20, false",
    "Infinity, 20, true",
    "Infinity, Infinity, false",
    "20, Infinity, false",
    "-Infinity, -Infinity, false",
    "NaN, NaN, false",
    "NaN, -90, false",
    "-90, NaN, true",
    "-Infinity, NaN, true",
  })
  void gainIsAsMuchAsAskedForAndNotFiniteIsTheWorst(double sqnr, double over, boolean gains) {
    assertThat(RangeChoice.gains(sqnr, over, 0.25)).isEqualTo(gains);
  }

  @Test
  void usualRuleStaysUnlessTheGainIsWorthIt() {
    // asymmetric ranges can be slower and have to gain more
    Run run = skewed().scored(20, 20.49, 20.24).on(g.model);

    assertThat(range().low()[0]).isCloseTo(-3.02f, within(0.01f));
    assertThat(run.evaluated).hasSize(3);
  }

  @Test
  void stepThatDoesNotGainIsNotTriedAgain() {
    // asymmetric, then no other ends although they may suit it
    Run run = skewed().scored(20, 30, 20).on(g.model);

    assertThat(run.evaluated).hasSize(3);
  }

  @Test
  void refusedModelIsLeftOut() {
    // once together with the others, then all on their own
    Run run = skewed().scored(20, Run.REFUSED, Run.REFUSED, 30, 20).on(g.model);

    assertThat(range().high()[0]).isCloseTo(2.5f, within(0.02f));
    assertThat(run.notes).singleElement().asString().contains("asymmetric extremes not finite");
  }

  @Test
  void chosenRuleIsReportedWithAllScores() {
    Run run = skewed().scored(20, 24, 18).on(g.model);

    assertThat(run.notes)
        .containsExactly(
            "ranges of activations: asymmetric extremes, by the worst output: symmetric extremes"
                + " 20.00 dB, asymmetric extremes 24.00 dB, symmetric between extremes and their"
                + " mean 18.00 dB");
  }

  @Test
  void nothingIsRunWhereAllRulesGiveNearlyTheSame() {
    Run run = new Run().measured("x", -1, 1).averaged("x", -0.98f, 0.98f).on(g.model);

    assertThat(run.evaluated).isEmpty();
    assertThat(run.notes).isEmpty();
    assertThat(range().high()).containsExactly(1f);
  }

  @Test
  void onlyRulesThatDifferAreCompared() {
    // not signed: both modes are the same
    assertThat(new Run().measured("x", 0, 3).averaged("x", 0, 2).on(g.model).evaluated).hasSize(2);
  }

  @Test
  void outliersInSamplesCountWithoutAPassOfTheirOwn() {
    Run run = skewed().on(g.model);

    assertThat(run.requests)
        .extracting(StatisticRequest::aggregator)
        .containsOnly(Aggregator.MIN, Aggregator.MAX, Aggregator.MEAN);
    assertThat(run.requests).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "range-choice, off, 0",
    "estimator, nncf, 0",
    "estimator, pot, 0",
    // only the mode is left open
    "activation-range-preset, minmax, 2",
    "activation-max-aggregator, median, 2",
    "activation-max-clip, 2, 2",
    // only the rule is
    "activation-mode, symmetric, 2",
    "activation-mode, asymmetric, 2",
    "preset, mixed, 2",
    "preset, performance, 3",
  })
  void whatTheUserSaysIsNotChosen(String key, String value, int compared) {
    Object typed = key.endsWith("clip") ? Double.valueOf(value) : value;

    assertThat(skewed().with(key, typed).on(g.model).evaluated).hasSize(compared);
  }

  @Test
  void rangesPerChannelKeepTheExtremes() {
    Graphs depthwise = new Graphs();
    depthwise.result(depthwise.depthwise("conv", depthwise.parameter("x", 1, 4, 8, 8)));
    Run run = skewed().with("activation-mode", "symmetric").on(depthwise.model);

    assertThat(run.evaluated).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // ln(50 / n) / ln n
    "1, 0",
    "2, 1",
    "7, 1",
    "10, 0.698970",
    "20, 0.305865",
    "49, 0.005191",
    "50, 0",
    "300, 0",
  })
  void extremesOfFewSamplesGrow(int samples, double growth) {
    assertThat(RangeRule.growth(samples)).isCloseTo(growth, within(1e-6));
  }

  @Test
  void rangesPerChannelOfFewSamplesEndWhereThoseOfManyAreExpected() {
    Graphs depthwise = new Graphs();
    depthwise.result(depthwise.depthwise("conv", depthwise.parameter("x", 1, 4, 8, 8)));
    skewed().samples(7).with("activation-mode", "asymmetric").on(depthwise.model);

    // as far again from the mean: -1 - 0.5 and 3 + 1
    FakeQuantize fq = FakeQuantize.of(depthwise.find("x/fq_output_0")).orElseThrow();
    assertThat(fq.inputRange().low()[0]).isCloseTo(-1.5f, within(0.02f));
    assertThat(fq.inputRange().high()[0]).isCloseTo(4, within(0.02f));
  }

  @Test
  void rangesOfWholeTensorsTakeTheExtremesOfFewSamplesAsTheyAre() {
    skewed().samples(7).with("activation-mode", "asymmetric").on(g.model);

    assertThat(range().low()[0]).isCloseTo(-1, within(0.02f));
    assertThat(range().high()[0]).isCloseTo(3, within(0.02f));
  }

  @Test
  void grownRangeStaysOnItsSideOfZero() {
    Extremes positive = new Extremes(new float[] {1}, new float[] {4});
    Extremes grown = positive.beyond(new Extremes(new float[] {3}, new float[] {3}), 1);
    assertThat(grown.min()).containsExactly(0);
    assertThat(grown.max()).containsExactly(5);

    Extremes negative = new Extremes(new float[] {-4}, new float[] {-1});
    grown = negative.beyond(new Extremes(new float[] {-3}, new float[] {-3}), 1);
    assertThat(grown.min()).containsExactly(-5);
    assertThat(grown.max()).containsExactly(0);
  }

  @Property
  void outputsAreNeverWorseThanWithTheUsualRule(
      @ForAll @Size(6) List<@DoubleRange(min = -5, max = 40) Double> scores) {
    Graphs graph = new Graphs();
    graph.result(graph.convolution("conv", graph.parameter("x", 1, 4, 8, 8), 4));
    double[] given = scores.stream().mapToDouble(Double::doubleValue).toArray();
    Run run = skewed().scored(given).on(graph.model);

    String quantizer = "x/fq_output_0";
    float[] chosen = FakeQuantize.of(graph.find(quantizer)).orElseThrow().inputRange().low();
    assertThat(run.evaluated).hasSizeBetween(3, 6);
    int index = 0;
    while (!Arrays.equals(chosen, low(run.evaluated.get(index), quantizer))) {
      index++;
    }
    assertThat(given[index]).isGreaterThanOrEqualTo(given[0]);
  }

  private static float[] low(OptimizedModel candidate, String quantizer) {
    Operation op = candidate.model(Run.MODEL).operation(quantizer).orElseThrow();
    return FakeQuantize.of(op).orElseThrow().inputRange().low();
  }

  @Test
  void candidatesDifferInBoundsOnly() {
    Run run = skewed().on(g.model);

    assertThat(run.evaluated)
        .allSatisfy(
            candidate ->
                assertThat(candidate.model(Run.MODEL).ofType(OperationTypes.FAKE_QUANTIZE))
                    .extracting(Operation::name)
                    .containsExactlyElementsOf(
                        g.model.ofType(OperationTypes.FAKE_QUANTIZE).stream()
                            .map(Operation::name)
                            .toList()));
  }

  @Test
  void cascadeKeepsTheUsualRule() {
    Graphs second = new Graphs();
    Output y = second.parameter("x", 1, 4, 8, 8);
    second.result(second.convolution("conv", y, 4));
    Map<String, Model> both = new LinkedHashMap<>();
    both.put("first", g.model);
    both.put("second", second.model);

    Run run = skewed().scored(20, 30).on(both);

    assertThat(run.evaluated).isEmpty();
    for (Graphs graph : List.of(g, second)) {
      FakeQuantize.Range range =
          FakeQuantize.of(graph.find("x/fq_output_0")).orElseThrow().inputRange();
      assertThat(range.low()[0]).isCloseTo(-range.high()[0], within(0.02f * range.high()[0]));
    }
  }
}
