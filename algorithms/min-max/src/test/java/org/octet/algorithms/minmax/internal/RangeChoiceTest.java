package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.StatisticRequest;

class RangeChoiceTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

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
    // symmetric: extremes, their mean, between; then the same asymmetric
    "30 20 20 20 20 20, -3.02, 3",
    "20 30 20 20 20 20, -2.02, 2",
    "20 20 30 20 20 20, -2.52, 2.5",
    "20 20 20 30 20 20, -1, 3",
    "20 20 20 20 30 20, -0.5, 2",
    "20 20 20 20 20 30, -0.75, 2.5",
  })
  void rangesAreThoseOfTheRuleWithTheBestOutputs(String scores, float low, float high) {
    skewed().scored(doubles(scores)).on(g.model);

    assertThat(range().low()[0]).isCloseTo(low, within(0.02f));
    assertThat(range().high()[0]).isCloseTo(high, within(0.02f));
  }

  private static double[] doubles(String list) {
    return Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void earlierRuleWinsUnlessTheGainIsWorthIt() {
    assertThat(RangeChoice.best(20)).isZero();
    assertThat(RangeChoice.best(20, 20, 20.49)).isZero();
    assertThat(RangeChoice.best(20, 20.5, 20.9)).isEqualTo(1);
    assertThat(RangeChoice.best(20, 10, 21, 22)).isEqualTo(3);
    assertThat(RangeChoice.best(INFINITY, INFINITY, 20)).isZero();
    assertThat(RangeChoice.best(20, INFINITY)).isEqualTo(1);
  }

  @Test
  void outputsThatAreNotFiniteAreTheWorst() {
    assertThat(RangeChoice.best(NAN, NAN)).isZero();
    assertThat(RangeChoice.best(NAN, -90, NAN)).isEqualTo(1);
    assertThat(RangeChoice.best(-90, NAN)).isZero();
  }

  @Test
  void refusedModelIsLeftOut() {
    // the second is refused together with the others, and once more on its own
    Run run = skewed().scored(20, Run.REFUSED, 20, Run.REFUSED, 20, 20, 30, 20).on(g.model);

    assertThat(range().low()[0]).isCloseTo(-0.5f, within(0.02f));
    assertThat(run.notes).singleElement().asString().contains("symmetric mean extremes not finite");
  }

  @Test
  void chosenRuleIsReportedWithAllScores() {
    Run run = skewed().scored(20, 19, 18, 24, 22, 21).on(g.model);

    assertThat(run.notes)
        .containsExactly(
            "ranges of activations: asymmetric extremes, by the worst output: symmetric extremes"
                + " 20.00 dB, symmetric mean extremes 19.00 dB, symmetric between extremes and"
                + " their mean 18.00 dB, asymmetric extremes 24.00 dB, asymmetric mean extremes"
                + " 22.00 dB, asymmetric between extremes and their mean 21.00 dB");
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
    assertThat(new Run().measured("x", 0, 3).averaged("x", 0, 2).on(g.model).evaluated).hasSize(3);
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
    "activation-mode, symmetric, 3",
    "activation-mode, asymmetric, 3",
    "preset, mixed, 3",
    "preset, performance, 6",
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
    assertThat(run.requests)
        .extracting(StatisticRequest::aggregator)
        .doesNotContain(Aggregator.MEAN);
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
  void cascadeIsJudgedAsAWhole() {
    Graphs second = new Graphs();
    Output y = second.parameter("x", 1, 4, 8, 8);
    second.result(second.convolution("conv", y, 4));
    Map<String, Model> both = new LinkedHashMap<>();
    both.put("first", g.model);
    both.put("second", second.model);

    Run run = skewed().scored(20, 20, 20, 30).on(both);

    assertThat(run.evaluated).hasSize(6);
    for (Graphs graph : List.of(g, second)) {
      assertThat(FakeQuantize.of(graph.find("x/fq_output_0")).orElseThrow().inputRange().low()[0])
          .isCloseTo(-1, within(0.02f));
    }
  }
}
