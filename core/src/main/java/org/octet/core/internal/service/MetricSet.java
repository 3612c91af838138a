package org.octet.core.internal.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.job.Chosen;
import org.octet.core.internal.pipeline.Accuracy;

/**
 * Metrics of a job or of a program, accumulated over one model's predictions. Used by one thread.
 */
final class MetricSet {
  private final List<Measured> metrics = new ArrayList<>();

  private record Measured(String who, Metric metric) {}

  private MetricSet() {}

  /** New metrics of plugins. */
  static MetricSet of(List<Chosen<MetricProvider>> chosen) {
    MetricSet set = new MetricSet();
    for (Chosen<MetricProvider> each : chosen) {
      String who = each.registration().toString();
      Metric metric = Blame.on(who, () -> each.plugin().create(each.parameters()));
      set.metrics.add(new Measured(who, metric));
    }
    return set;
  }

  /** Metrics that a program brings, reset. */
  static MetricSet ofProgram(List<Metric> given) {
    MetricSet set = new MetricSet();
    for (Metric metric : given) {
      String who = "metric " + metric.getClass().getName();
      Blame.on(who, metric::reset);
      set.metrics.add(new Measured(who, metric));
    }
    return set;
  }

  /**
   * Takes one sample.
   *
   * @throws InputException when the sample has no annotation
   */
  void update(String id, Optional<Annotation> annotation, Prediction prediction) {
    for (Measured m : metrics) {
      Annotation truth = annotation.orElseGet(() -> withoutTruth(m, id));
      Blame.on(m.who() + ", sample '" + id + "',", () -> m.metric().update(prediction, truth));
    }
  }

  private static Annotation withoutTruth(Measured m, String id) {
    if (Blame.on(m.who(), m.metric()::needsTruth)) {
      throw new InputException(
          "sample '%s' has no annotation, and %s needs one: let the loader read labels, such as labels=FILE, or use data with labels"
              .formatted(id, m.who()));
    }
    return new Annotation.Custom(Map.of());
  }

  /** The values by name; a name that comes again gets a number. */
  Map<String, Double> values() {
    Map<String, Double> all = new LinkedHashMap<>();
    judged().forEach((name, value) -> all.put(name, value.value()));
    return all;
  }

  /** The values by name, with their metrics' word on what is better. */
  Map<String, Accuracy.Value> judged() {
    Map<String, Accuracy.Value> all = new LinkedHashMap<>();
    for (Measured m : metrics) {
      boolean leading = true;
      for (var entry : Blame.on(m.who(), () -> m.metric().values()).entrySet()) {
        String name = entry.getKey();
        boolean higher = Blame.on(m.who(), () -> m.metric().higherIsBetter(name));
        String key = name;
        for (int i = 2; all.containsKey(key); i++) {
          key = name + "-" + i;
        }
        all.put(key, new Accuracy.Value(entry.getValue(), higher, leading));
        leading = false;
      }
    }
    return all;
  }
}
