package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.AlgorithmContract;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.PluginParameters;
import org.octet.api.testing.RequestedStatistics;
import org.octet.api.testing.TestContext;
import org.octet.api.testing.TestGraphs;

class @class@Test {
  /** It is found, listed and explained. */
  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return @class@.class;
    }
  }

  /** The same input gives the same model; inputs and outputs stay the user's. */
  @Nested
  class Changes extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new @class@();
    }

    @Override
    protected Map<String, ?> parameters() {
      return Map.of("deviations", 1);
    }
  }

  @Test
  void weightsFarOutAreCutOff() {
    OptimizedModel models = TestGraphs.convolutions();
    float before = largest(models);
    @class@ provider = new @class@();
    TestContext context = new TestContext();
    provider
        .create(PluginParameters.of(provider, Map.of("deviations", 1)))
        .apply(models, RequestedStatistics.plausible(models), context);
    assertThat(largest(models)).isLessThan(before / 2);
    assertThat(context.notes()).singleElement().asString().contains("2 layers");
  }

  private static float largest(OptimizedModel models) {
    float largest = 0;
    for (float v :
        models
            .model(TestGraphs.MODEL)
            .operation("conv1.weight")
            .orElseThrow()
            .value()
            .toFloats()) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
