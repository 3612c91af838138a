package org.octet.core.internal.pipeline;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.octet.api.DropSpec;
import org.octet.api.QuantizationReport.GuardLimit;
import org.octet.api.error.InputException;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.cache.KeyDigest;
import org.octet.core.internal.cache.TrialStore;
import org.octet.core.internal.execution.ModelSources;

/**
 * Metrics of candidates against those of the float model, which is measured once. A candidate of
 * the same bytes as an earlier one is not measured again. Used by one thread.
 */
final class DropDemand {
  private final DropSpec spec;
  private final Accuracy accuracy;
  private final OptimizedModel floats;
  private final int together;
  private final Map<String, Measured> known = new HashMap<>();
  private Map<String, Accuracy.Value> baseline;
  private Optional<TrialStore> kept = Optional.empty();
  private int evaluations;
  private int remembered;

  /**
   * What a candidate reached.
   *
   * @param values by name, of the metrics that count
   * @param complaints what it misses, one sentence per metric
   * @param excess how far the worst metric is beyond its limit, as a share of the float model's
   *     value; at most 0 where all limits hold
   */
  record Measured(Map<String, Double> values, List<String> complaints, double excess) {}

  /**
   * @param spec the demand, all its defaults filled in
   * @param together candidates that are measured at the same time at most
   */
  DropDemand(DropSpec spec, Accuracy accuracy, OptimizedModel floats, int together) {
    this.spec = spec;
    this.accuracy = accuracy;
    this.floats = floats;
    this.together = together;
  }

  /** Candidates measured so far, the float model not counted. */
  int evaluations() {
    return evaluations;
  }

  /** Those of them whose values an interrupted run left. */
  int remembered() {
    return remembered;
  }

  /** Whether no more candidates may be measured. */
  boolean exhausted() {
    return evaluations >= spec.maxEvaluations();
  }

  /** What is allowed, by name; nothing before anything was measured. */
  Map<String, GuardLimit> limits() {
    Map<String, GuardLimit> limits = new LinkedHashMap<>();
    if (baseline != null) {
      baseline.forEach(
          (name, value) ->
              limits.put(
                  name,
                  new GuardLimit(value.value(), allowed(value.value()), value.higherIsBetter())));
    }
    return limits;
  }

  private double allowed(double before) {
    return spec.maximal() * (spec.relative() ? Math.abs(before) : 1);
  }

  /** What a candidate reached, such as {@code psnr 27.1 (27.3 in float)}. */
  String text(Measured measured) {
    return measured.values().entrySet().stream()
        .map(
            e ->
                said(
                    "%s %.5g (%.5g in float)",
                    e.getKey(), e.getValue(), baseline().get(e.getKey()).value()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Measures candidates.
   *
   * @return per candidate; empty where no more may be measured
   */
  List<Optional<Measured>> measure(List<OptimizedModel> candidates) {
    List<String> keys = new ArrayList<>();
    Map<String, OptimizedModel> group = new LinkedHashMap<>();
    for (OptimizedModel candidate : candidates) {
      String key = key(candidate);
      keys.add(key);
      if (!known.containsKey(key) && evaluations + group.size() < spec.maxEvaluations()) {
        group.put(key, candidate);
      }
      if (group.size() == together) {
        measure(group);
      }
    }
    measure(group);
    return keys.stream().map(key -> Optional.ofNullable(known.get(key))).toList();
  }

  private void measure(Map<String, OptimizedModel> group) {
    if (group.isEmpty()) {
      return;
    }
    Map<String, Accuracy.Value> reference = baseline();
    // they count as measured, so that the result does not depend on what was kept
    evaluations += group.size();
    group.keySet().removeIf(key -> remember(key, reference));
    List<Map<String, Accuracy.Value>> values =
        group.isEmpty() ? List.of() : accuracy.measure(List.copyOf(group.values()));
    int at = 0;
    for (String key : group.keySet()) {
      Map<String, Accuracy.Value> its = values.get(at++);
      Map<String, Double> plain = new LinkedHashMap<>();
      its.forEach((name, value) -> plain.put(name, value.value()));
      kept.ifPresent(store -> store.keep(key, plain));
      known.put(key, judged(plain, reference));
    }
    group.clear();
  }

  private boolean remember(String key, Map<String, Accuracy.Value> reference) {
    Optional<Map<String, Double>> values =
        kept.flatMap(store -> store.find(key))
            .filter(its -> its.keySet().containsAll(reference.keySet()));
    values.ifPresent(
        its -> {
          known.put(key, judged(its, reference));
          remembered++;
        });
    return values.isPresent();
  }

  private Measured judged(Map<String, Double> values, Map<String, Accuracy.Value> reference) {
    Map<String, Double> reached = new LinkedHashMap<>();
    List<String> complaints = new ArrayList<>();
    double excess = Double.NEGATIVE_INFINITY;
    for (var entry : reference.entrySet()) {
      double before = entry.getValue().value();
      double after = values.getOrDefault(entry.getKey(), Double.NaN);
      double drop = entry.getValue().higherIsBetter() ? before - after : after - before;
      double allowed = allowed(before);
      reached.put(entry.getKey(), after);
      // two equal infinite values, such as the PSNR of the truth itself, have not dropped
      double beyond = before == after ? -allowed : drop - allowed;
      if (!(beyond <= 0)) {
        complaints.add(
            said(
                "%s is %.5g, %.5g in float: a drop of %.3g is allowed (guard.drop)",
                entry.getKey(), after, before, allowed));
      }
      double share = beyond / Math.max(Math.abs(before), Double.MIN_NORMAL);
      excess = Math.max(excess, Double.isNaN(share) ? Double.POSITIVE_INFINITY : share);
    }
    return new Measured(reached, complaints, excess);
  }

  /** The float model's values that count. */
  private Map<String, Accuracy.Value> baseline() {
    if (baseline == null) {
      Map<String, Accuracy.Value> all = accuracy.measure(List.of(floats)).get(0);
      baseline = new LinkedHashMap<>();
      all.forEach(
          (name, value) -> {
            if (spec.metrics().isEmpty() ? value.leading() : spec.metrics().contains(name)) {
              baseline.put(name, value);
            }
          });
      requireValues(all);
      kept = accuracy.kept(all);
    }
    return baseline;
  }

  private void requireValues(Map<String, Accuracy.Value> all) {
    for (String name : spec.metrics()) {
      if (!all.containsKey(name)) {
        throw new InputException(
            "guard.drop.metrics=%s: the metrics give no such value; they give %s"
                .formatted(name, String.join(", ", all.keySet())));
      }
    }
    baseline.forEach(
        (name, value) -> {
          if (Double.isNaN(value.value())) {
            throw new InputException(
                "guard.drop: %s of the float model is not a number on these samples"
                    .formatted(name));
          }
        });
  }

  private static String key(OptimizedModel model) {
    KeyDigest key = new KeyDigest();
    ModelSources.of(model)
        .forEach(
            (name, its) -> key.text(name).bytes(ByteBuffer.wrap(its.xml())).bytes(its.weights()));
    return key.hex();
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
