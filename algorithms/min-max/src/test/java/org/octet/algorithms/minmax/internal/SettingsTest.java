package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.error.InputException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;

class SettingsTest {
  private final Graphs g = new Graphs();

  private List<String> activationQuantizers() {
    return g.model.ofType(OperationTypes.FAKE_QUANTIZE).stream()
        .map(Operation::name)
        .filter(name -> !name.contains("/fq_weights_"))
        .toList();
  }

  @Test
  void ignoredOperationStaysFloatAndStopsQuantizers() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output pool = g.op("MaxPool", "pool", new long[] {1, 4, 4, 4}, relu);
    g.result(g.biasedConvolution("b", pool, 4));

    Run run = new Run().with("ignored-names", "a").with("ignored-types", "MaxPool").on(g.model);

    assertThat(activationQuantizers()).containsExactly("pool/fq_output_0");
    assertThat(run.reasons)
        .containsEntry("a", Reason.IGNORED_BY_USER)
        .containsEntry("pool", Reason.IGNORED_BY_USER);
  }

  @Test
  void ignoredEntryThatMatchesNothingIsNamedWithTheNearest() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    g.result(g.biasedConvolution("conv1", x, 4));
    Run run =
        new Run()
            .with("ignored-names", "conv2")
            .with("ignored-types", "Convolutoin")
            .with("ignored-patterns", "onv1");

    assertThatThrownBy(() -> run.on(g.model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'conv2'; did you mean 'conv1'?")
        .hasMessageContaining("'Convolutoin'; did you mean 'Convolution'?")
        .hasMessageContaining("'onv1' matches no operation name");
  }

  @Test
  void brokenPatternIsAnInputError() {
    g.result(g.biasedConvolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    assertThatThrownBy(() -> new Run().with("ignored-patterns", "(").on(g.model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'(' is not a regular expression");
  }

  @Test
  void modelWithNothingToQuantizeIsRefusedWithWhatIsThere() {
    g.result(g.same("Sin", "sin", g.parameter("x", 1, 4)));
    assertThatThrownBy(() -> new Run().on(g.model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Sin (1)");
  }

  @Test
  void quantizedModelIsRefused() {
    g.result(g.biasedConvolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    new Run().on(g.model);
    assertThatThrownBy(() -> new Run().on(g.model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("quantized already");
  }

  @Test
  void extremesOverAllSamplesAreTheDefault() {
    g.result(g.biasedConvolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    Run run = new Run().with("range-choice", "off").on(g.model);
    assertThat(run.requests)
        .extracting(StatisticRequest::reducer, StatisticRequest::aggregator)
        .containsExactly(tuple(Reducer.MIN, Aggregator.MIN), tuple(Reducer.MAX, Aggregator.MAX));
  }

  @Test
  void estimatorsCanBeChosen() {
    g.result(g.biasedConvolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    Run run =
        new Run()
            .with("activation-max-reducer", "abs_quantile")
            .with("activation-max-aggregator", "hl_estimator")
            .with("quantile-outlier-prob", 0.01)
            .on(g.model);
    assertThat(run.requests)
        .extracting(StatisticRequest::reducer)
        .containsExactly(Reducer.MIN, new Reducer.AbsQuantile(0.99));
    assertThat(run.requests)
        .extracting(StatisticRequest::aggregator)
        .containsExactly(Aggregator.MIN, Aggregator.HODGES_LEHMANN);
  }

  @Test
  void tensorBehindAnActivationNeedsNoLowerBound() {
    Output relu = g.same("ReLU", "relu", g.parameter("x", 1, 4, 8, 8));
    g.result(g.biasedConvolution("conv", relu, 4));
    Run run = new Run().with("range-choice", "off").on(g.model);
    assertThat(run.requests).extracting(StatisticRequest::reducer).containsExactly(Reducer.MAX);
    FakeQuantize fq = FakeQuantize.of(g.find("relu/fq_output_0")).orElseThrow();
    assertThat(fq.inputRange().low()).containsExactly(0f);
  }

  private float firstWeightBound(Run run) {
    g.result(g.biasedConvolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    run.on(g.model);
    return FakeQuantize.of(g.find("conv/fq_weights_1")).orElseThrow().inputRange().high()[0];
  }

  @Test
  void firstLayerWithUnsignedInputKeepsAReserve() {
    assertThat(firstWeightBound(new Run().measured("x", 0, 1))).isEqualTo(2f);
  }

  @Test
  void firstLayerWithSignedInputNeedsNoReserve() {
    assertThat(firstWeightBound(new Run().measured("x", -1, 1))).isEqualTo(1f);
  }

  @Test
  void firstLayerWithZeroPointKeepsAReserve() {
    assertThat(firstWeightBound(new Run().with("preset", "mixed").measured("x", -1, 1)))
        .isEqualTo(2f);
  }

  @Test
  void deviceWithWideSumsNeedsNoReserve() {
    assertThat(firstWeightBound(new Run().device("CPU_SPR").measured("x", 0, 1))).isEqualTo(1f);
  }

  @Test
  void valueThatIsNotFiniteIsNamed() {
    g.result(g.biasedConvolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    Run run = new Run().measured("x", 0, Float.POSITIVE_INFINITY);
    assertThatThrownBy(() -> run.on(g.model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("tensor x:0 has the value Infinity");
  }
}
