package org.octet.algorithms.defaultquantization.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.plugin.Parameters;
import org.octet.api.testing.TestGraphs;

class DefaultQuantizationProviderTest {
  private final CompositeAlgorithmProvider provider =
      ServiceLoader.load(CompositeAlgorithmProvider.class).findFirst().orElseThrow();

  private Parameters check(Map<String, ?> raw) {
    List<String> complaints = new ArrayList<>();
    Parameters parameters = provider.parameters().check(raw, "test", complaints);
    assertThat(complaints).isEmpty();
    return parameters;
  }

  private List<String> names(Map<String, ?> raw) {
    return provider.expand(check(raw)).stream().map(AlgorithmSpec::name).toList();
  }

  private Map<String, Object> parameters(String algorithm, Map<String, ?> raw) {
    return provider.expand(check(raw)).stream()
        .filter(spec -> spec.name().equals(algorithm))
        .findFirst()
        .orElseThrow()
        .parameters();
  }

  @Test
  void expandsToPotsSteps() {
    assertThat(names(Map.of()))
        .containsExactly(
            "ActivationChannelAlignment", "SmoothQuant", "MinMaxQuantization", "BiasCorrection");
  }

  @Test
  void devicesOfIntegersOnlyTakeNoRescalingAndKeepSumsWithinTheirBits() {
    QuantizerConfig wide = new QuantizerConfig(16, Mode.SYMMETRIC, false, true, true);
    List<QuantizerConfig> only = List.of(wide);
    OperationConfig convolution = new OperationConfig("Convolution", only, only, only);
    TargetDevice integers =
        new TargetDevice(
            "INTEGERS", List.of(convolution), Set.of(), Set.of(), List.of(), false, Set.of());
    assertThat(provider.expand(check(Map.of()), integers))
        .extracting(AlgorithmSpec::name)
        .containsExactly("MinMaxQuantization", "BiasCorrection", "OverflowCorrection");
    assertThat(provider.expand(check(Map.of()), TestGraphs.device()))
        .isEqualTo(provider.expand(check(Map.of())));
  }

  @Test
  void othersKnowTheBitsOfWeights() {
    assertThat(parameters("BiasCorrection", Map.of("preset", "mixed")))
        .doesNotContainKey("weightBits");
    assertThat(parameters("BiasCorrection", Map.of("weight-bits", 4)).get("weightBits"))
        .hasToString("4");
    Map<String, Object> smooth =
        parameters("SmoothQuant", Map.of("weight-bits", 4, "model-type", "none"));
    assertThat(smooth).containsOnlyKeys("modelType", "weightBits");
    assertThat(smooth.get("weightBits")).hasToString("4");
    assertThat(smooth.get("modelType")).isEqualTo("none");
  }

  @Test
  void bestEffortRoundsWeightsBeforeBiases() {
    List<AlgorithmSpec> best = provider.expand(check(Map.of("effort", "best", "weightBits", 4)));
    assertThat(best)
        .extracting(AlgorithmSpec::name)
        .containsExactly(
            "ActivationChannelAlignment",
            "SmoothQuant",
            "MinMaxQuantization",
            "WeightRounding",
            "BiasCorrection");
    assertThat(best.get(3).parameters().toString()).isEqualTo("{judged=false}");
    assertThat(best.get(4).parameters().toString()).isEqualTo("{weightBits=4}");
  }

  @Test
  void biasesAreAlwaysCorrectedFrontToBackWithTheBestEffortOnly() {
    assertThat(parameters("BiasCorrection", Map.of())).containsEntry("always", false);
    assertThat(parameters("BiasCorrection", Map.of("effort", "best"))).doesNotContainKey("always");
  }

  @Test
  void roundingIsJudgedByItselfWhereNoBiasesFollow() {
    List<AlgorithmSpec> best =
        provider.expand(check(Map.of("effort", "best", "biasCorrection", false)));
    assertThat(best)
        .extracting(AlgorithmSpec::name)
        .containsExactly(
            "ActivationChannelAlignment", "SmoothQuant", "MinMaxQuantization", "WeightRounding");
    assertThat(best.get(3).parameters().toString()).isEqualTo("{judged=true}");
  }

  @Test
  void stepsCanBeSwitchedOff() {
    assertThat(
            names(
                Map.of(
                    "bias-correction", false, "smooth-quant", false, "channel-alignment", false)))
        .containsExactly("MinMaxQuantization");
  }

  /** What is proposed is taken where ranges are chosen only. */
  @Test
  void nothingIsProposedInVain() {
    assertThat(names(Map.of("range-choice", "off")))
        .containsExactly("MinMaxQuantization", "BiasCorrection");
    assertThat(names(Map.of("estimator", "nncf", "channel-alignment", true)))
        .containsExactly("MinMaxQuantization", "BiasCorrection");
  }

  @Test
  void smoothQuantTakesWhatItIsGiven() {
    List<String> complaints = new ArrayList<>();
    Map<String, Object> raw =
        Map.of("activation-bits", 6, "weight-bits", 4, "model-type", "transformer");
    Parameters taken =
        child("SmoothQuant")
            .parameters()
            .check(parameters("SmoothQuant", raw), "child", complaints);
    assertThat(complaints).isEmpty();
    assertThat(taken.integer("activationBits")).isEqualTo(6);
    assertThat(taken.integer("weightBits")).isEqualTo(4);
    assertThat(taken.string("modelType")).isEqualTo("transformer");
  }

  private static AlgorithmProvider child(String name) {
    return ServiceLoader.load(AlgorithmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Core refuses what a child does not take: every key must be one of MinMaxQuantization's. */
  @Test
  void childrenTakeWhatTheyAreGiven() {
    Map<String, Object> raw =
        Map.of("preset", "mixed", "ignored-names", List.of("a", "b"), "quantile-outlier-prob", 0.1);
    AlgorithmProvider child = child("MinMaxQuantization");
    List<String> complaints = new ArrayList<>();
    Parameters taken =
        child.parameters().check(parameters("MinMaxQuantization", raw), "child", complaints);
    assertThat(complaints).isEmpty();
    assertThat(taken.string("preset")).isEqualTo("mixed");
    assertThat(taken.strings("ignoredNames")).containsExactly("a", "b");
    assertThat(taken.number("quantileOutlierProb")).isEqualTo(0.1);
    assertThat(child.parameters().parameters())
        .isEqualTo(
            provider.parameters().parameters().stream()
                .filter(
                    p ->
                        !Set.of("smoothQuant", "channelAlignment", "biasCorrection", "effort")
                            .contains(p.name()))
                .toList());
  }
}
