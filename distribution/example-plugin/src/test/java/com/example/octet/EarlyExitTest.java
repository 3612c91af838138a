package com.example.octet;

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

/** The first model gives its input as scores, the second the negated input. */
class EarlyExitTest {
  private static Engine engine() {
    EarlyExitProvider provider = new EarlyExitProvider();
    return provider.create(PluginParameters.of(provider, Map.of("margin", 1.5)));
  }

  private static Models models() {
    var x = List.of(ComputedModels.tensor("x", 1, 3));
    var y = List.of(ComputedModels.tensor("y", 1, 3));
    return new ComputedModels()
        .with("small", x, y, in -> Map.of("y", in.get("x").copy()))
        .with("large", x, y, in -> Map.of("y", negated(in.get("x"))));
  }

  private static Tensor negated(Tensor tensor) {
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return Tensor.of(tensor.shape(), values);
  }

  private static Sample sample(float... values) {
    return Sample.of("s", Tensor.of(Shape.of(1, 3), values), Optional.empty());
  }

  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return EarlyExitProvider.class;
    }
  }

  @Nested
  class Runs extends EngineContract {
    @Override
    protected Engine create() {
      return engine();
    }

    @Override
    protected Models models() {
      return EarlyExitTest.models();
    }

    @Override
    protected List<Sample> samples() {
      return List.of(sample(1, 9, 2), sample(1, 2, 3));
    }
  }

  @Test
  void theSecondIsAskedWhereTheFirstIsNotSure() {
    Engine engine = engine();
    assertThat(engine.run(sample(1, 9, 2), models()).outputs().get("y").toFloats())
        .containsExactly(1, 9, 2);
    assertThat(engine.run(sample(1, 2, 3), models()).outputs().get("y").toFloats())
        .containsExactly(-1, -2, -3);
  }

  @Test
  void oneModelIsNotEnough() {
    assertThatThrownBy(() -> engine().run(sample(1, 2, 3), new ComputedModels()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("two models");
  }
}
