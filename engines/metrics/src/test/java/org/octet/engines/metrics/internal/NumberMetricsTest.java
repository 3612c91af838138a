package org.octet.engines.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.octet.engines.metrics.internal.Fixture.decoded;
import static org.octet.engines.metrics.internal.Fixture.measure;
import static org.octet.engines.metrics.internal.Fixture.metric;
import static org.octet.engines.metrics.internal.Fixture.output;
import static org.octet.engines.metrics.internal.Fixture.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Text;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.MetricContract;
import org.octet.api.testing.MetricContract.Case;
import org.octet.api.testing.PluginContract;

/** The metrics of single numbers, against scikit-learn and SciPy. */
class NumberMetricsTest {
  private static final MetricProvider BINARY = new BinaryProvider();
  private static final MetricProvider CORRELATION = new CorrelationProvider();
  private static final MetricProvider SHARE = new PositiveShareProvider();

  @Nested
  class BinaryPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return BinaryProvider.class;
    }
  }

  @Nested
  class CorrelationPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CorrelationProvider.class;
    }
  }

  @Nested
  class SharePlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return PositiveShareProvider.class;
    }
  }

  @Nested
  class BinaryContract extends Contract {
    BinaryContract() {
      super(BINARY);
    }
  }

  @Nested
  class CorrelationContract extends Contract {
    CorrelationContract() {
      super(CORRELATION);
    }
  }

  @Nested
  class ShareContract extends Contract {
    ShareContract() {
      super(SHARE);
    }
  }

  abstract static class Contract extends MetricContract {
    private final MetricProvider provider;

    Contract(MetricProvider provider) {
      this.provider = provider;
    }

    @Override
    protected Metric create() {
      return metric(provider);
    }

    @Override
    protected List<Case> cases() {
      return List.of(
          new Case(output(0.75f), new Score(1)),
          new Case(output(0.25f), new Score(0)),
          new Case(output(0.5f), new Score(0)));
    }
  }

  @Test
  void binaryIsWhatScikitLearnSays() {
    Fixture f = Fixture.load("binary.properties");
    double[] scores = f.numbers("scores");
    int[] truth = f.integers("truth");
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      cases.add(new Case(decoded(new Score(scores[i])), new ClassLabel(truth[i])));
    }
    Map<String, Double> values = measure(metric(BINARY), cases);
    assertThat(values.keySet())
        .containsExactly("binary@precision", "binary@recall", "binary@f1", "binary@auc");
    for (String name : List.of("precision", "recall", "f1", "auc")) {
      assertThat(values.get("binary@" + name)).isCloseTo(f.number(name), within(1e-12));
    }
  }

  /** Two class scores: yes is the better one, and their difference orders the samples. */
  @Test
  void classScoresAreDecidedByTheBest() {
    List<Case> cases =
        List.of(
            new Case(output(1, 4), new ClassLabel(1)),
            new Case(output(9, 10), new ClassLabel(0)),
            new Case(output(3, 3), new ClassLabel(1)),
            new Case(output(5, 1), new ClassLabel(0)));
    Map<String, Double> values = measure(metric(BINARY), cases);
    // yes, yes, no (the first of equal ones), no; leads 3, 1, 0, -4: of 4 pairs 3 are in order
    assertThat(values)
        .containsEntry("binary@precision", 0.5)
        .containsEntry("binary@recall", 0.5)
        .containsEntry("binary@f1", 0.5)
        .containsEntry("binary@auc", 0.75);
    assertThat(measure(metric(BINARY, "positive=0"), cases))
        .containsEntry("binary@precision", 0.5)
        .containsEntry("binary@auc", 0.75);
  }

  @Test
  void binaryTakesOtherTruths() {
    assertThat(
            measure(
                metric(BINARY),
                new Case(output(0.9f), target(0.6f)),
                new Case(output(0.2f), new Score(0.4))))
        .containsEntry("binary@f1", 1.0)
        .containsEntry("binary@auc", 1.0);
    assertThatThrownBy(() -> metric(BINARY).update(output(1), new Text("yes")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a class label or a number")
        .hasMessageContaining("Text");
    assertThatThrownBy(() -> metric(BINARY, "positive=2").update(output(1, 2), new ClassLabel(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("positive=2")
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> metric(BINARY).update(output(Float.NaN), new ClassLabel(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("NaN");
  }

  /** By the definition: the share of pairs in order, equal ones a half. */
  @Property(tries = 300, seed = "2")
  void aucIsTheShareOfPairsInOrder(
      @ForAll @Size(min = 1, max = 20) int @IntRange(min = -3, max = 3) [] positives,
      @ForAll @Size(min = 1, max = 20) int @IntRange(min = -3, max = 3) [] negatives) {
    double inOrder = 0;
    for (int p : positives) {
      for (int n : negatives) {
        inOrder += p > n ? 1 : p == n ? 0.5 : 0;
      }
    }
    assertThat(Ranks.rocAuc(doubles(positives), doubles(negatives)))
        .isCloseTo(inOrder / positives.length / negatives.length, within(1e-12));
  }

  private static double[] doubles(int[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  @Test
  void correlationIsWhatSciPySays() {
    Fixture f = Fixture.load("correlation.properties");
    double[] given = f.numbers("given");
    double[] wanted = f.numbers("wanted");
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      cases.add(new Case(decoded(new Score(given[i])), new Score(wanted[i])));
    }
    Map<String, Double> values = measure(metric(CORRELATION), cases);
    assertThat(values.get("correlation@pearson")).isCloseTo(f.number("pearson"), within(1e-12));
    assertThat(values.get("correlation@spearman")).isCloseTo(f.number("spearman"), within(1e-12));
  }

  /** Ranks see the order only. */
  @Property(tries = 100, seed = "3")
  void spearmanDoesNotSeeAMonotoneChange(
      @ForAll @Size(min = 3, max = 30) int @IntRange(min = -4, max = 4) [] values) {
    double[] cubes = Arrays.stream(values).mapToDouble(v -> (double) v * v * v).toArray();
    assertThat(Ranks.of(cubes)).isEqualTo(Ranks.of(doubles(values)));
    double sum = Arrays.stream(Ranks.of(cubes)).sum();
    assertThat(sum).isCloseTo(values.length * (values.length + 1) / 2.0, within(1e-9));
  }

  @Test
  void correlationNeedsNumbers() {
    assertThatThrownBy(() -> metric(CORRELATION).update(output(1, 2), new Score(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("f32[1,2]")
        .hasMessageContaining("decoder=score");
    assertThatThrownBy(() -> metric(CORRELATION).update(output(1), new ClassLabel(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ClassLabel");
    assertThat(measure(metric(CORRELATION), new Case(output(1), target(2))))
        .containsEntry("correlation@pearson", Double.NaN);
  }

  @Test
  void shareCountsAllElements() {
    assertThat(
            measure(
                metric(SHARE),
                new Case(output(0.5f, 0.49f, 0.9f, 0), new Score(0)),
                new Case(decoded(new Score(0.7)), new Score(0))))
        .containsEntry("positive-share", 0.6);
    assertThat(measure(metric(SHARE, "threshold=0"), new Case(output(-1, 0), new Score(0))))
        .containsEntry("positive-share", 0.5);
  }
}
