package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.DataSpec;
import org.octet.api.DropSpec;
import org.octet.api.GuardSpec;

/**
 * {@code AccuracyAwareQuantization}: its base algorithm, with a demand of the guard. Not
 * thread-safe.
 */
final class PotAccuracyAware {
  /** What POT calls it, for all devices but GNA. */
  static final List<String> NAMES = List.of("AccuracyAwareQuantization", "AccuracyAwareCommon");

  private static final double MAXIMAL_DROP = 0.01;
  private static final Map<String, String> WITHOUT_EFFECT = withoutEffect();

  private final PotObject params;
  private final Optional<Double> maximal;
  private final boolean relative;
  private final Optional<Integer> iterations;
  private final boolean annotationFree;
  private final List<PotObject> metrics;
  private final String base;

  private static Map<String, String> withoutEffect() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("ranking_subset_size", "operations are ranked by their noise, in one pass");
    keys.put("metric_subset_ratio", "metrics are measured on all samples");
    keys.put("use_prev_if_drop_increase", "the least choice that holds the limit is kept");
    keys.put("convert_to_mixed_preset", "ranges are chosen by the outputs; say preset mixed");
    keys.put("tune_hyperparams", "range estimators are chosen by the outputs");
    keys.put("annotation_conf_threshold", "outputs themselves are compared");
    return keys;
  }

  private PotAccuracyAware(PotObject params) {
    this.params = params;
    maximal = params.number("maximal_drop");
    if (maximal.filter(m -> !(m >= 0)).isPresent()) {
      params.complain("maximal_drop", "must be at least 0");
    }
    relative =
        params
            .choice("drop_type", List.of("absolute", "relative"))
            .filter("relative"::equals)
            .isPresent();
    iterations = params.integer("max_iter_num", 1);
    annotationFree = params.bool("annotation_free").orElse(false);
    metrics = params.objects("metrics");
    base = params.text("base_algorithm").orElse("DefaultQuantization");
    WITHOUT_EFFECT.forEach(
        (key, why) -> {
          if (params.find(key).isPresent()) {
            params.warn(key, "has no effect: " + why);
          }
        });
  }

  /** Reads its own keys; the others are the base algorithm's. */
  static PotAccuracyAware read(PotObject params) {
    return new PotAccuracyAware(params);
  }

  /** The algorithm that quantizes. */
  String base() {
    return base;
  }

  /** Whether annotated samples and metrics are needed. */
  boolean measures() {
    return !annotationFree;
  }

  /** The demand, with what the engine measures. */
  GuardSpec guard(PotEngine engine) {
    double drop = maximal.orElse(MAXIMAL_DROP);
    List<String> chosen = metrics(engine.metrics());
    if (annotationFree) {
      // predictions of the float model, which it meets itself in every case, are the annotations
      return new GuardSpec(null, null, null, null, Math.max(0, 1 - drop));
    }
    DataSpec data = engine.evaluation();
    if (data == null) {
      params.complain(
          params.has("metrics") ? "metrics" : "",
          "needs annotations and metrics, which an engine of type accuracy_checker has; or say"
              + " annotation_free true");
    }
    // each iteration returns something; the first candidate comes before them
    Integer evaluations = iterations.map(n -> n < Integer.MAX_VALUE ? n + 1 : n).orElse(null);
    return new GuardSpec(
        null, null, null, null, null, new DropSpec(drop, relative, chosen, data, evaluations));
  }

  /** Octet's names of the values that count. */
  private List<String> metrics(AcMetrics measured) {
    List<String> chosen = new ArrayList<>();
    for (PotObject metric : metrics) {
      Optional<String> name = metric.text("name").or(() -> metric.text("type"));
      metric.find("type");
      if (metric.find("baseline_value").isPresent()) {
        metric.warn("baseline_value", "has no effect: the float model is measured");
      }
      metric.end();
      List<String> meant =
          measured.names().entrySet().stream()
              .filter(e -> name.filter(e.getValue()::equals).isPresent())
              .map(Map.Entry::getKey)
              .toList();
      if (meant.isEmpty() && !annotationFree) {
        metric.complain(
            "name",
            "is no metric of the engine; there are "
                + String.join(", ", measured.names().values()));
      }
      chosen.addAll(meant);
    }
    return metrics.isEmpty() ? List.copyOf(measured.names().keySet()) : chosen;
  }
}
