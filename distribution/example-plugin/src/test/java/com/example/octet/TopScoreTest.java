package com.example.octet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.MetricContract;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.PluginParameters;

class TopScoreTest {
  private static final Annotation NO_TRUTH = new Annotation.Custom(Map.of());

  private static Metric metric() {
    TopScoreProvider provider = new TopScoreProvider();
    return provider.create(PluginParameters.of(provider, Map.of()));
  }

  private static Prediction scores(float... values) {
    return new Prediction(
        Map.of("scores", Tensor.of(Shape.of(1, values.length), values)), Optional.empty());
  }

  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return TopScoreProvider.class;
    }
  }

  @Nested
  class Counts extends MetricContract {
    @Override
    protected Metric create() {
      return metric();
    }

    @Override
    protected List<Case> cases() {
      return List.of(new Case(scores(1, 3), NO_TRUTH), new Case(scores(-5, -6, -7), NO_TRUTH));
    }
  }

  @Test
  void bestScoresAreAveraged() {
    Metric metric = metric();
    metric.update(scores(1, 3, 2), NO_TRUTH);
    metric.update(scores(-5, -6), NO_TRUTH);
    assertThat(metric.values()).containsEntry("top-score", -1.0);
  }
}
