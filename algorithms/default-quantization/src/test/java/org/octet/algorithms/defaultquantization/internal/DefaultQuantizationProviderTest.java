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
import org.octet.api.plugin.Parameters;

class DefaultQuantizationProviderTest {
  private final CompositeAlgorithmProvider provider =
      ServiceLoader.load(CompositeAlgorithmProvider.class).findFirst().orElseThrow();

  private Parameters check(Map<String, ?> raw) {
    List<String> complaints = new ArrayList<>();
    Parameters parameters = provider.parameters().check(raw, "test", complaints);
    assertThat(complaints).isEmpty();
    return parameters;
  }

  @Test
  void expandsToPotsSteps() {
    assertThat(provider.expand(check(Map.of())))
        .extracting(AlgorithmSpec::name)
        .containsExactly("MinMaxQuantization", "FastBiasCorrection");
  }

  @Test
  void biasCorrectionKnowsTheBitsOfWeights() {
    assertThat(provider.expand(check(Map.of("preset", "mixed"))).get(1).parameters()).isEmpty();
    assertThat(provider.expand(check(Map.of("weight-bits", 4))).get(1).parameters().toString())
        .isEqualTo("{weightBits=4}");
  }

  @Test
  void bestEffortRoundsWeightsBeforeBiases() {
    List<AlgorithmSpec> best = provider.expand(check(Map.of("effort", "best", "weightBits", 4)));
    assertThat(best)
        .extracting(AlgorithmSpec::name)
        .containsExactly("MinMaxQuantization", "WeightRounding", "BiasCorrection");
    assertThat(best.get(1).parameters().toString()).isEqualTo("{judged=false}");
    assertThat(best.get(2).parameters().toString()).isEqualTo("{weightBits=4}");
  }

  @Test
  void roundingIsJudgedByItselfWhereNoBiasesFollow() {
    List<AlgorithmSpec> best =
        provider.expand(check(Map.of("effort", "best", "biasCorrection", false)));
    assertThat(best)
        .extracting(AlgorithmSpec::name)
        .containsExactly("MinMaxQuantization", "WeightRounding");
    assertThat(best.get(1).parameters().toString()).isEqualTo("{judged=true}");
  }

  @Test
  void biasCorrectionCanBeSwitchedOff() {
    assertThat(provider.expand(check(Map.of("bias-correction", false))))
        .extracting(AlgorithmSpec::name)
        .containsExactly("MinMaxQuantization");
  }

  /** Core refuses what a child does not take: every key must be one of MinMaxQuantization's. */
  @Test
  void childrenTakeWhatTheyAreGiven() {
    Map<String, Object> raw =
        Map.of("preset", "mixed", "ignored-names", List.of("a", "b"), "quantile-outlier-prob", 0.1);
    AlgorithmSpec minMax = provider.expand(check(raw)).get(0);
    AlgorithmProvider child =
        ServiceLoader.load(AlgorithmProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals(minMax.name()))
            .findFirst()
            .orElseThrow();
    List<String> complaints = new ArrayList<>();
    Parameters taken = child.parameters().check(minMax.parameters(), "child", complaints);
    assertThat(complaints).isEmpty();
    assertThat(taken.string("preset")).isEqualTo("mixed");
    assertThat(taken.strings("ignoredNames")).containsExactly("a", "b");
    assertThat(taken.number("quantileOutlierProb")).isEqualTo(0.1);
    assertThat(child.parameters().parameters())
        .isEqualTo(
            provider.parameters().parameters().stream()
                .filter(p -> !Set.of("biasCorrection", "effort").contains(p.name()))
                .toList());
  }
}
