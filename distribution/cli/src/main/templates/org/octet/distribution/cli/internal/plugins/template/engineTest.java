package @package@;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.ComputedModels;
import org.octet.api.testing.EngineContract;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.PluginParameters;

/** With a model in Java: its output is the first number of each row. */
class @class@Test {
  private static Engine engine(Map<String, ?> parameters) {
    @class@ provider = new @class@();
    return provider.create(PluginParameters.of(provider, parameters));
  }

  private static Models models() {
    return new ComputedModels()
        .with(
            "net",
            List.of(ComputedModels.tensor("x", 1, 3)),
            List.of(ComputedModels.tensor("first", 1)),
            in -> Map.of("first", Tensor.of(Shape.of(1), in.get("x").floats().get(0))));
  }

  private static Sample sample(float... values) {
    return Sample.of("s", Tensor.of(Shape.of(1, values.length), values), Optional.empty());
  }

  /** It is found, listed and explained. */
  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return @class@.class;
    }
  }

  /** Predictions depend on the sample only, for any thread. */
  @Nested
  class Runs extends EngineContract {
    @Override
    protected Engine create() {
      return engine(Map.of());
    }

    @Override
    protected Models models() {
      return @class@Test.models();
    }

    @Override
    protected List<Sample> samples() {
      return List.of(sample(1, 2, 3), sample(5, 0, 1));
    }
  }

  @Test
  void bothSidesCount() {
    float[] mean =
        engine(Map.of("weight", 0.25))
            .run(sample(1, 2, 3), models())
            .outputs()
            .get("first")
            .toFloats();
    assertThat(mean).containsExactly(0.75f * 1 + 0.25f * 3);
  }

  @Test
  void aCascadeIsRefused() {
    assertThatThrownBy(() -> engine(Map.of()).run(sample(1, 2, 3), new ComputedModels()))
        .isInstanceOf(InputException.class);
  }
}
