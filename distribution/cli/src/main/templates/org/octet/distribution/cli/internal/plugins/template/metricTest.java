package @package@;

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

class @class@Test {
  private static Metric metric(Map<String, ?> parameters) {
    @class@ provider = new @class@();
    return provider.create(PluginParameters.of(provider, parameters));
  }

  private static Prediction prediction(float value) {
    return new Prediction(Map.of("y", Tensor.of(Shape.of(1), value)), Optional.empty());
  }

  /** It is found, listed and explained. */
  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return @class@.class;
    }
  }

  /** It counts, forgets, and keeps no memory of predictions. */
  @Nested
  class Counts extends MetricContract {
    @Override
    protected Metric create() {
      return metric(Map.of());
    }

    @Override
    protected List<Case> cases() {
      return List.of(
          new Case(prediction(1), new Annotation.Score(3)),
          new Case(prediction(-2), new Annotation.Score(-2.5)));
    }
  }

  @Test
  void distancesAreAveragedUpToTheLimit() {
    Metric metric = metric(Map.of("limit", 1));
    metric.update(prediction(1), new Annotation.Score(9));
    metric.update(prediction(1), new Annotation.Score(0.5));
    assertThat(metric.values()).containsEntry("@name@", 0.75);
  }
}
