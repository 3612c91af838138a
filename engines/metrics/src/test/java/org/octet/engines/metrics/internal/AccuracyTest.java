package org.octet.engines.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.MetricContract;
import org.octet.api.testing.PluginContract;

class AccuracyTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return AccuracyProvider.class;
    }
  }

  @Nested
  class Contract extends MetricContract {
    @Override
    protected Metric create() {
      return metric(Map.of("topK", 2));
    }

    @Override
    protected List<Case> cases() {
      return List.of(
          new Case(scores(1, 2, 3), new ClassLabel(2)),
          new Case(scores(1, 2, 3), new ClassLabel(0)),
          new Case(scores(3, 2, 1), new ClassLabel(1)));
    }
  }

  private static Metric metric(Map<String, ?> parameters) {
    AccuracyProvider provider = new AccuracyProvider();
    List<String> complaints = new ArrayList<>();
    var checked = provider.parameters().check(parameters, "accuracy", complaints);
    assertThat(complaints).isEmpty();
    return provider.create(checked);
  }

  private static Prediction scores(float... values) {
    return outputs(Map.of("out", Tensor.of(Shape.of(1, values.length), values)));
  }

  private static Prediction outputs(Map<String, Tensor> outputs) {
    return new Prediction(outputs, Optional.empty());
  }

  private static boolean hit(Metric metric, Prediction prediction, int label) {
    metric.reset();
    metric.update(prediction, new ClassLabel(label));
    return metric.values().values().iterator().next() == 1;
  }

  @Test
  void isAFractionUnderItsName() {
    Metric metric = metric(Map.of());
    assertThat(metric.values()).containsOnlyKeys("accuracy@top1");
    metric.update(scores(0, 5, 1), new ClassLabel(1));
    metric.update(scores(0, 5, 1), new ClassLabel(0));
    metric.update(scores(0, 5, 1), new ClassLabel(2));
    assertThat(metric.values()).containsExactly(Map.entry("accuracy@top1", 1 / 3.0));
    assertThat(metric.higherIsBetter("accuracy@top1")).isTrue();
    assertThat(metric(Map.of("top-k", "5")).values()).containsOnlyKeys("accuracy@top5");
  }

  /** Against sorting class indices by falling score with a stable sort. */
  @Test
  void ranksAsAStableSort() {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      int n = 1 + random.nextInt(12);
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = random.nextInt(5) - 2;
      }
      List<Integer> order =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -values[i]))
              .toList();
      for (int k = 1; k <= n; k++) {
        Metric metric = metric(Map.of("topK", k));
        for (int label = 0; label < n; label++) {
          assertThat(hit(metric, scores(values), label))
              .isEqualTo(order.subList(0, k).contains(label));
        }
      }
    }
  }

  @Test
  void isWhatScikitLearnSays() {
    Fixture f = Fixture.load("accuracy.properties");
    float[] values = f.floats("scores");
    int[] truth = f.integers("truth");
    for (int k : new int[] {1, 3}) {
      Metric metric = metric(Map.of("topK", k));
      for (int i = 0; i < truth.length; i++) {
        metric.update(
            scores(Arrays.copyOfRange(values, 7 * i, 7 * i + 7)), new ClassLabel(truth[i]));
      }
      assertThat(metric.values().get("accuracy@top" + k)).isEqualTo(f.number("top" + k));
    }
  }

  /** The label offset is for labels, not for another model of the same form. */
  @Test
  void theBestClassOfAReferenceIsTrue() {
    Metric metric = metric(Map.of("labelOffset", 1));
    metric.update(scores(0, 5, 1), Fixture.target(2, 3, 3));
    metric.update(scores(0, 5, 1), Fixture.target(4, 3, 3));
    assertThat(metric.values()).containsExactly(Map.entry("accuracy@top1", 0.5));
    refused(metric, scores(1, 2), Fixture.target(1, 2, 3), "2 classes", "f32[1,3]");
  }

  @Test
  void notANumberIsTheWorst() {
    Metric metric = metric(Map.of());
    assertThat(hit(metric, scores(Float.NaN, -1, -2), 1)).isTrue();
    assertThat(hit(metric, scores(Float.NaN, -1, -2), 0)).isFalse();
    assertThat(hit(metric, scores(-1, Float.NaN), 0)).isTrue();
    assertThat(hit(metric, scores(Float.NaN, Float.NaN), 0)).isTrue();
    assertThat(hit(metric, scores(Float.NaN, Float.NaN), 1)).isFalse();
  }

  @Test
  void labelOffsetForAModelWithABackgroundClass() {
    Metric metric = metric(Map.of("label-offset", 1));
    assertThat(hit(metric, scores(0, 0, 7), 1)).isTrue();
    assertThatThrownBy(() -> metric.update(scores(0, 0, 7), new ClassLabel(2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("label 2 + label-offset 1")
        .hasMessageContaining("3 classes (0 to 2)");
  }

  @Test
  void choosesTheOutput() {
    Map<String, Tensor> two = new LinkedHashMap<>();
    two.put("count", Tensor.of(Shape.of(1), 4f));
    two.put("scores", Tensor.of(Shape.of(1, 2, 1), 1f, 9f));
    two.put("more", Tensor.of(Shape.of(2), 9f, 1f));
    assertThat(hit(metric(Map.of()), outputs(two), 1)).isTrue();
    assertThat(hit(metric(Map.of("output", "more")), outputs(two), 0)).isTrue();
    assertThatThrownBy(() -> metric(Map.of("output", "x")).update(outputs(two), new ClassLabel(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("output=x")
        .hasMessageContaining("count, scores, more");
    two.remove("scores");
    two.remove("more");
    two.put("other", Tensor.of(Shape.of(1), 4f));
    assertThatThrownBy(() -> metric(Map.of()).update(outputs(two), new ClassLabel(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class scores");
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "I64", "I32", "I8", "U8"})
  void readsOtherTypes(ElementType type) {
    Tensor t = Tensor.allocate(type, Shape.of(1, 3));
    int width = type.bits() / 8;
    switch (type) {
      case F32 -> t.bytes().putFloat(2 * width, 3);
      case F64 -> t.bytes().putDouble(2 * width, 3);
      // as a signed byte it would be the least
      case U8 -> t.bytes().put(2, (byte) 200);
      default -> t.bytes().put(2 * width, (byte) 3);
    }
    assertThat(hit(metric(Map.of()), outputs(Map.of("out", t)), 2)).isTrue();
  }

  @Test
  void problemsNameTheValue() {
    Metric metric = metric(Map.of());
    refused(metric, scores(1, 2), new ClassLabel(2), "label 2", "2 classes (0 to 1)");
    refused(metric, scores(1, 2), new ClassLabel(-1), "label -1");
    refused(metric, scores(1, 2), new Annotation.Score(1), "class label", "Score");
    refused(metric, scores(1, 2), null, "class label", "no annotation");
    Tensor packed = Tensor.allocate(ElementType.U4, Shape.of(2));
    refused(metric, outputs(Map.of("o", packed)), new ClassLabel(0), "u4");
    assertThat(metric.values().get("accuracy@top1")).isNaN();
  }

  private static void refused(Metric metric, Prediction p, Annotation truth, String... parts) {
    var error =
        assertThatThrownBy(() -> metric.update(p, truth)).isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }
}
