package org.octet.core.internal.pot;

import java.util.List;
import java.util.Optional;

/** The keys {@code weights}, {@code activations} and {@code range_estimator}. */
final class PotQuantizers {
  private static final List<String> MODES = List.of("symmetric", "asymmetric");
  private static final List<String> GRANULARITIES = List.of("perchannel", "pertensor");
  private static final List<String> TYPES =
      List.of("min", "max", "abs_max", "quantile", "abs_quantile");
  private static final List<String> AGGREGATORS =
      List.of(
          "mean",
          "max",
          "min",
          "median",
          "mean_no_outliers",
          "median_no_outliers",
          "hl_estimator",
          "batch_mean");

  private final ParameterSet set;
  private boolean estimated;

  private PotQuantizers(ParameterSet set) {
    this.set = set;
  }

  /** Reads the keys into parameters of an algorithm that inserts quantizers. */
  static void read(PotObject params, ParameterSet set) {
    PotQuantizers quantizers = new PotQuantizers(set);
    boolean weights = params.object("weights").map(w -> quantizers.type(w, "weight")).orElse(false);
    boolean activations =
        params.object("activations").map(a -> quantizers.type(a, "activation")).orElse(false);
    Optional<PotObject> general = params.object("range_estimator");
    if (general.isPresent() && !(weights && activations)) {
      if (!weights) {
        quantizers.estimator(general.get(), "weight", null);
      }
      if (!activations) {
        quantizers.estimator(general.get(), "activation", null);
      }
    } else if (general.isPresent()) {
      params.warn("range_estimator", "has no effect: weights and activations have their own");
    }
    if (params.has("outputs")) {
      params.complain("outputs", "quantizers on outputs are for GNA only; leave it out");
    }
    if (quantizers.estimated) {
      // what the configuration leaves open is POT's to say, too
      set.putIfTaken("estimator", "pot");
    }
  }

  /** Reads one type of tensors, and answers whether it has range estimators of its own. */
  private boolean type(PotObject from, String of) {
    Optional<Integer> bits = from.integer("bits", 2);
    bits.ifPresent(b -> set.put(from, "bits", of + "Bits", b));
    Optional<String> mode = from.choice("mode", MODES);
    mode.ifPresent(m -> set.put(from, "mode", of + "Mode", m));
    Optional<String> granularity = from.choice("granularity", GRANULARITIES);
    granularity.ifPresent(g -> set.put(from, "granularity", of + "Granularity", g));
    levels(from, of.equals("weight"), bits.orElse(8), mode.orElse("symmetric"));
    Optional<PotObject> estimator = from.object("range_estimator");
    estimator.ifPresent(e -> estimator(e, of, granularity.orElse(null)));
    from.end();
    return estimator.isPresent();
  }

  /** Levels are not Octet's to choose: they follow from bits and mode, as they do in POT. */
  private static void levels(PotObject from, boolean weights, int bits, String mode) {
    if (bits > 16) {
      return; // is complained about already
    }
    Optional<Integer> low = from.integer("level_low", Integer.MIN_VALUE);
    Optional<Integer> high = from.integer("level_high", Integer.MIN_VALUE);
    boolean symmetric = mode.equals("symmetric");
    long codes = 1L << bits;
    long count = weights && symmetric ? codes - 1 : codes;
    long least = -codes / 2 + (weights && symmetric ? 1 : 0);
    boolean unsigned = !weights && low.isPresent() && low.get() == 0;
    long from0 = unsigned ? 0 : least;
    if (low.isPresent() && low.get() != from0) {
      from.complain("level_low", expected(bits, mode, from0));
    }
    if (high.isPresent() && high.get() != from0 + count - 1) {
      from.complain("level_high", expected(bits, mode, from0 + count - 1));
    }
    if (!weights && symmetric && !unsigned && low.isPresent() && high.isPresent()) {
      from.warn(
          "level_low",
          "ranges of activations that are never negative begin at 0 all the same, which is finer");
    }
  }

  private static String expected(int bits, String mode, long level) {
    return "levels follow from bits and mode: %d bits, %s, are %d here; leave it out"
        .formatted(bits, mode, level);
  }

  /**
   * Reads range estimators of one type of tensors.
   *
   * @param granularity of the quantizer; null: the device's choice
   */
  private void estimator(PotObject from, String of, String granularity) {
    estimated = true;
    from.choice("preset", List.of("default", "quantile"))
        .ifPresent(p -> set.put(from, "preset", of + "RangePreset", p));
    for (String end : List.of("min", "max")) {
      from.object(end).ifPresent(e -> end(e, of, end.equals("min") ? "Min" : "Max", granularity));
    }
    from.end();
  }

  private void end(PotObject from, String of, String end, String granularity) {
    from.choice("type", TYPES).ifPresent(type -> set.put(from, "type", of + end + "Reducer", type));
    from.number("outlier_prob")
        .ifPresent(p -> set.put(from, "outlier_prob", of + end + "OutlierProb", p));
    from.number("clipping_value")
        .ifPresent(c -> set.put(from, "clipping_value", of + end + "Clip", c));
    Optional<String> own = from.choice("granularity", GRANULARITIES);
    if (own.isPresent() && !own.get().equals(granularity)) {
      from.complain(
          "granularity",
          "statistics are as fine as their quantizers: set granularity beside range_estimator");
    }
    Optional<String> aggregator = from.choice("aggregator", AGGREGATORS);
    if (aggregator.isPresent() && set.takes(of + end + "Aggregator")) {
      aggregate(from, of + end + "Aggregator", aggregator.get());
    } else if (aggregator.isPresent() && from.path("").contains(".weights.")) {
      from.warn("aggregator", "has no effect on weights: they do not differ between samples");
    }
    from.end();
  }

  private void aggregate(PotObject from, String parameter, String name) {
    if (name.equals("batch_mean")) {
      from.warn("aggregator", "batch_mean is mean here: samples go through the model one by one");
    }
    set.put(from, "aggregator", parameter, name.equals("batch_mean") ? "mean" : name);
  }
}
