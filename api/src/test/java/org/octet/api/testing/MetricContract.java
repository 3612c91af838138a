package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.tensor.Tensor;

/** What every metric must keep. */
public abstract class MetricContract {
  /**
   * One prediction and its truth.
   *
   * @param prediction what came out
   * @param truth what is true
   */
  public record Case(Prediction prediction, Annotation truth) {}

  /** A new metric. */
  protected abstract Metric create();

  /** At least two cases that the metric takes; writable tensors. */
  protected abstract List<Case> cases();

  @Test
  void startsEmptyWithTheSameNames() {
    Metric metric = create();
    var names = metric.values().keySet();
    assertThat(names).isNotEmpty();
    feed(metric, cases());
    assertThat(metric.values().keySet()).isEqualTo(names);
    assertThat(metric.values().values()).allSatisfy(v -> assertThat(v).isNotNull().isNotNaN());
  }

  @Test
  void readingChangesNothing() {
    Metric metric = create();
    feed(metric, cases());
    Map<String, Double> first = metric.values();
    first.keySet().forEach(metric::higherIsBetter);
    assertThat(metric.values()).isEqualTo(first);
  }

  @Test
  void resetForgetsEverything() {
    Metric metric = create();
    Map<String, Double> empty = metric.values();
    feed(metric, cases());
    Map<String, Double> full = metric.values();
    metric.reset();
    assertThat(metric.values()).isEqualTo(empty);
    feed(metric, cases());
    assertThat(metric.values()).isEqualTo(full);
  }

  @Test
  void metricsShareNothing() {
    Metric one = create();
    Metric other = create();
    feed(one, cases());
    assertThat(other.values()).isEqualTo(create().values());
  }

  /** A prediction's memory is reused as soon as {@code update} returns. */
  @Test
  void keepsNoMemoryOfAPrediction() {
    Metric expected = create();
    feed(expected, cases());
    Metric metric = create();
    for (Case c : cases()) {
      Map<String, Tensor> copies = new LinkedHashMap<>();
      c.prediction().outputs().forEach((name, tensor) -> copies.put(name, tensor.copy()));
      metric.update(new Prediction(copies, c.prediction().decoded()), c.truth());
      copies.values().forEach(MetricContract::overwrite);
    }
    assertThat(metric.values()).isEqualTo(expected.values());
  }

  @Test
  void predictionsAndTruthsStayAsTheyAre() {
    Metric metric = create();
    for (Case c : cases()) {
      Tracked tracked = new Tracked();
      Prediction prediction =
          new Prediction(tracked.copy(c.prediction().outputs()), c.prediction().decoded());
      List<Object> before = List.of(Contents.of(prediction), Contents.of(c.truth()));
      metric.update(prediction, c.truth());
      assertThat(List.of(Contents.of(prediction), Contents.of(c.truth()))).isEqualTo(before);
      assertThat(tracked.closed()).as("tensors closed").isZero();
    }
  }

  @Test
  void readingInBetweenChangesNothing() {
    Metric expected = create();
    feed(expected, cases());
    Metric metric = create();
    for (Case c : cases()) {
      metric.values();
      metric.update(c.prediction(), c.truth());
    }
    assertThat(metric.values()).isEqualTo(expected.values());
  }

  @Test
  void twoAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    Metric expected = create();
    feed(expected, cases());
    for (Map<String, Double> values :
        Together.run(
            t ->
                () -> {
                  Metric metric = create();
                  feed(metric, cases());
                  return metric.values();
                })) {
      assertThat(values).isEqualTo(expected.values());
    }
  }

  @Test
  void valuesAreTheReadersOwn() {
    Metric metric = create();
    feed(metric, cases());
    Map<String, Double> values = metric.values();
    Map<String, Double> before = new LinkedHashMap<>(values);
    try {
      values.clear();
    } catch (UnsupportedOperationException e) {
      assertThat(values).as("a map that cannot be changed").isEqualTo(before);
    }
    assertThat(metric.values()).isEqualTo(before);
  }

  @Test
  void namesSuitTables() {
    Metric metric = create();
    for (String name : metric.values().keySet()) {
      assertThat(name).matches("[a-z0-9][A-Za-z0-9@._-]*");
      assertThat(metric.higherIsBetter(name)).isEqualTo(create().higherIsBetter(name));
    }
  }

  @Test
  void aTruthOfAnotherKindIsTheUsersMistake() {
    Metric metric = create();
    Prediction prediction = cases().get(0).prediction();
    if (metric.needsTruth()) {
      assertThatThrownBy(() -> metric.update(prediction, new Annotation.Custom(Map.of())))
          .isInstanceOf(InputException.class);
    } else {
      metric.update(prediction, new Annotation.Custom(Map.of()));
      assertThat(metric.values()).isNotEmpty();
    }
  }

  @Test
  void aPredictionWithNothingInItIsTheUsersMistake() {
    Metric metric = create();
    Annotation truth = cases().get(0).truth();
    assertThatThrownBy(() -> metric.update(new Prediction(Map.of(), Optional.empty()), truth))
        .isInstanceOf(InputException.class);
  }

  private static void feed(Metric metric, List<Case> cases) {
    cases.forEach(c -> metric.update(c.prediction(), c.truth()));
  }

  private static void overwrite(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    while (bytes.hasRemaining()) {
      bytes.put((byte) 0x55);
    }
  }
}
