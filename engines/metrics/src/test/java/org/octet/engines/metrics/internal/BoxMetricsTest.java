package org.octet.engines.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.octet.engines.metrics.internal.Fixture.decoded;
import static org.octet.engines.metrics.internal.Fixture.measure;
import static org.octet.engines.metrics.internal.Fixture.metric;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.MetricContract;
import org.octet.api.testing.MetricContract.Case;
import org.octet.api.testing.PluginContract;

/** The metrics of boxes. */
class BoxMetricsTest {
  private static final MetricProvider COCO = new CocoMapProvider();
  private static final MetricProvider PASCAL = new PascalMapProvider();
  private static final MetricProvider DETECTIONS = new DetectionsProvider();

  @Nested
  class CocoPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CocoMapProvider.class;
    }
  }

  @Nested
  class PascalPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return PascalMapProvider.class;
    }
  }

  @Nested
  class DetectionsPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return DetectionsProvider.class;
    }
  }

  @Nested
  class CocoContract extends Contract {
    CocoContract() {
      super(COCO);
    }
  }

  @Nested
  class PascalContract extends Contract {
    PascalContract() {
      super(PASCAL);
    }
  }

  @Nested
  class DetectionsContract extends Contract {
    DetectionsContract() {
      super(DETECTIONS);
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
      return Fixture.boxes("boxes.csv");
    }
  }

  static List<MetricProvider> providers() {
    return List.of(COCO, PASCAL, DETECTIONS);
  }

  @Test
  void cocoIsWhatPycocotoolsSays() {
    double[] expected = Fixture.load("boxes.properties").numbers("coco");
    Map<String, Double> values = measure(metric(COCO), Fixture.boxes("boxes.csv"));
    assertThat(values.keySet())
        .containsExactly(
            "coco-map",
            "coco-map@50",
            "coco-map@75",
            "coco-map@small",
            "coco-map@medium",
            "coco-map@large",
            "coco-ar@1",
            "coco-ar@10",
            "coco-ar@100",
            "coco-ar@small",
            "coco-ar@medium",
            "coco-ar@large");
    int i = 0;
    for (double value : values.values()) {
      assertThat(value).isCloseTo(expected[i++], within(1e-9));
    }
  }

  @Test
  void pascalIsWhatMeanAveragePrecisionSays() {
    double[] expected = Fixture.load("boxes.properties").numbers("pascal");
    Map<String, Double> values = measure(metric(PASCAL), Fixture.boxes("pascal.csv"));
    // that package computes with 32 bits
    assertThat(values.get("pascal-map")).isCloseTo(expected[0], within(1e-6));
    assertThat(values.get("pascal-map@11")).isCloseTo(expected[1], within(1e-6));
  }

  /** The truths as predictions: everything is 1 that can be, and nothing is false. */
  @ParameterizedTest
  @MethodSource("providers")
  void perfectPredictionsAreOne(MetricProvider provider) {
    List<Case> perfect = new ArrayList<>();
    for (Case c : Fixture.boxes("pascal.csv")) {
      perfect.add(new Case(decoded(c.truth()), c.truth()));
    }
    measure(metric(provider), perfect)
        .forEach(
            (name, value) -> {
              if (name.equals("detections@false")) {
                assertThat(value).isZero();
              } else if (!name.equals("detections@found") && !name.startsWith("coco-ar@1")) {
                assertThat(value).as(name).isCloseTo(1, within(1e-12));
              }
            });
  }

  /** Scores are all different here; equal ones keep the order of the samples. */
  @Property(tries = 20, seed = "1")
  void theOrderOfSamplesDoesNotMatter(@ForAll long seed) {
    List<Case> cases = Fixture.boxes("pascal.csv");
    List<Case> shuffled = new ArrayList<>(cases);
    Collections.shuffle(shuffled, new Random(seed));
    for (MetricProvider provider : providers()) {
      Map<String, Double> expected = measure(metric(provider), cases);
      // sums are the same but for the rounding of another order
      measure(metric(provider), shuffled)
          .forEach((name, v) -> assertThat(v).isCloseTo(expected.get(name), within(1e-12)));
    }
  }

  /** A value read halfway changes nothing later. */
  @Test
  void valuesMayBeReadInBetween() {
    List<Case> cases = Fixture.boxes("boxes.csv");
    Metric metric = metric(COCO);
    for (Case c : cases) {
      metric.update(c.prediction(), c.truth());
      metric.values();
    }
    assertThat(metric.values()).isEqualTo(measure(metric(COCO), cases));
  }

  private static Box box(double score, double left, double right) {
    return new Box(0, score, left, 0, right, 10);
  }

  private static Boxes difficult(Box... boxes) {
    BitSet all = new BitSet();
    all.set(0, boxes.length);
    return new Boxes(List.of(boxes), all);
  }

  @Test
  void pascalKnowsDoublesAndDifficultObjects() {
    Boxes truth = new Boxes(List.of(box(1, 0, 10), box(1, 50, 60)), bit(1));
    Case c =
        new Case(
            decoded(new Boxes(List.of(box(0.9, 50, 60), box(0.8, 0, 10), box(0.7, 0, 11)))), truth);
    // found at once: the double after it costs nothing
    assertThat(measure(metric(PASCAL), c)).containsEntry("pascal-map", 1.0);
    Case late =
        new Case(
            decoded(new Boxes(List.of(box(0.9, 80, 90), box(0.8, 50, 60), box(0.7, 0, 10)))),
            truth);
    assertThat(measure(metric(PASCAL), late)).containsEntry("pascal-map", 0.5);
  }

  private static BitSet bit(int index) {
    BitSet bits = new BitSet();
    bits.set(index);
    return bits;
  }

  @Test
  void nothingToFindIsNoFigure() {
    Case c = new Case(decoded(new Boxes(List.of(box(1, 0, 9)))), difficult(box(1, 0, 9)));
    assertThat(measure(metric(COCO), c).values()).containsOnly(Double.NaN);
    assertThat(measure(metric(PASCAL), c).values()).containsOnly(Double.NaN);
  }

  @Test
  void detectionsAreCounted() {
    Boxes truth = new Boxes(List.of(box(1, 0, 10), box(1, 20, 30), box(1, 40, 50)));
    // 7 of 13 shared, then 4 of 16, then nothing
    Boxes seen = new Boxes(List.of(box(0.9, 3, 13), box(0.8, 26, 36), box(0.2, 70, 80)));
    Map<String, Double> values = measure(metric(DETECTIONS), new Case(decoded(seen), truth));
    assertThat(values)
        .containsEntry("detections@found", 1.0)
        .containsEntry("detections@false", 2.0)
        .containsEntry("detections@precision", 1 / 3.0)
        .containsEntry("detections@recall", 1 / 3.0)
        .containsEntry("detections@f1", 1 / 3.0)
        .containsEntry("detections@mean-iou", 7 / 13.0);
    assertThat(measure(metric(DETECTIONS, "min-score=0.5"), new Case(decoded(seen), truth)))
        .containsEntry("detections@false", 1.0);
    assertThat(measure(metric(DETECTIONS, "iou=0.25"), new Case(decoded(seen), truth)))
        .containsEntry("detections@found", 2.0);
    assertThat(measure(metric(DETECTIONS), new Case(decoded(new Boxes(List.of())), truth)))
        .containsEntry("detections@f1", 0.0);
    assertThat(metric(DETECTIONS).higherIsBetter("detections@false")).isFalse();
    assertThat(metric(DETECTIONS).higherIsBetter("detections@found")).isTrue();
  }

  @Test
  void detectionsLookAtClassesAndPassOverDifficultObjects() {
    Boxes other = new Boxes(List.of(new Box(1, 0.9, 0, 0, 10, 10)));
    Boxes truth = new Boxes(List.of(box(1, 0, 10)));
    assertThat(measure(metric(DETECTIONS), new Case(decoded(other), truth)))
        .containsEntry("detections@found", 0.0);
    assertThat(measure(metric(DETECTIONS, "per-class=false"), new Case(decoded(other), truth)))
        .containsEntry("detections@found", 1.0);
    Case passed = new Case(decoded(truth), difficult(box(1, 0, 10)));
    assertThat(measure(metric(DETECTIONS), passed))
        .containsEntry("detections@found", 0.0)
        .containsEntry("detections@false", 0.0);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void problemsSayWhatIsMissing(MetricProvider provider) {
    Metric metric = metric(provider);
    Annotation boxes = new Boxes(List.of());
    assertThatThrownBy(() -> metric.update(Fixture.output(1, 2), boxes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(provider.name())
        .hasMessageContaining("decoder=yolox");
    assertThatThrownBy(() -> metric.update(decoded(boxes), new ClassLabel(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("boxes")
        .hasMessageContaining("ClassLabel");
  }
}
