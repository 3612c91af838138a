package org.octet.algorithms.pot.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.testing.PluginParameters;
import org.octet.api.testing.RequestedStatistics;
import org.octet.api.testing.TestContext;
import org.octet.api.testing.TestGraphs;

class RangeSupervisionTest {
  private static Model run(OptimizedModel models, Map<String, ?> parameters) {
    RangeSupervisionProvider provider = new RangeSupervisionProvider();
    Algorithm algorithm = provider.create(PluginParameters.of(provider, parameters));
    RequestedStatistics statistics = RequestedStatistics.plausible(models);
    TestContext context = new TestContext().device(TestGraphs.device());
    algorithm.register(models, statistics, context);
    algorithm.apply(models, statistics, context);
    return models.model(TestGraphs.MODEL);
  }

  @Test
  void everyActivationIsClampedToItsRange() {
    OptimizedModel floats = TestGraphs.convolutions();
    List<String> activations =
        floats.model(TestGraphs.MODEL).ofType("ReLU").stream().map(Operation::name).toList();
    assertThat(activations).isNotEmpty();
    Model model = run(TestGraphs.convolutions(), Map.of());
    for (Operation clamp : model.ofType("Clamp")) {
      Operation activation = clamp.input(0).source().operation();
      assertThat(clamp.name()).isEqualTo(activation.name() + "/min_max_Clamp");
      assertThat(Double.parseDouble(clamp.attributes().get("min")))
          .isLessThan(Double.parseDouble(clamp.attributes().get("max")));
      assertThat(activation.output(0).consumers())
          .allMatch(c -> c.operation() == clamp || c.operation().is("Result"));
    }
    assertThat(model.ofType("Clamp")).isNotEmpty();

    assertThatThrownBy(() -> run(TestGraphs.convolutions(), Map.of("ignoredNames", activations)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("nothing to supervise");
  }
}
