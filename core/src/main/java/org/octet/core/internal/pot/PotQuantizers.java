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

  /** What the plugins take at most. */
  private static final int MAX_BITS = 16;

  private final ParameterSet set;
  private boolean estimated;

  /**
   * Whose range estimators are read.
   *
   * @param prefix of their parameters
   * @param granularity of their quantizers; null: the device's choice
   * @param own whether they stand with the type of tensors; else they are for all types
   */
  private record Tensors(String prefix, String granularity, boolean own) {}

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
        quantizers.estimator(general.get(), new Tensors("weight", null, false));
      }
      if (!activations) {
        quantizers.estimator(general.get(), new Tensors("activation", null, false));
      }
    } else if (general.isPresent()) {
      params.warn("range_estimator", "has no effect: weights and activations have their own");
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
    estimator.ifPresent(e -> estimator(e, new Tensors(of, granularity.orElse(null), true)));
    from.end();
    return estimator.isPresent();
  }

  /** Levels are not Octet's to choose: they follow from bits and mode, as they do in POT. */
  private static void levels(PotObject from, boolean weights, int bits, String mode) {
    Optional<Integer> low = from.integer("level_low", Integer.MIN_VALUE);
    Optional<Integer> high = from.integer("level_high", Integer.MIN_VALUE);
    if (bits > MAX_BITS) {
      return; // is complained about already
    }
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

  private void estimator(PotObject from, Tensors tensors) {
    estimated = true;
    from.choice("preset", List.of("default", "quantile"))
        .ifPresent(p -> set.put(from, "preset", tensors.prefix + "RangePreset", p));
    for (String end : List.of("min", "max")) {
      String prefix = tensors.prefix + (end.equals("min") ? "Min" : "Max");
      from.object(end).ifPresent(e -> end(e, prefix, tensors));
    }
    from.end();
  }

  private void end(PotObject from, String prefix, Tensors tensors) {
    from.choice("type", TYPES).ifPresent(type -> set.put(from, "type", prefix + "Reducer", type));
    from.number("outlier_prob")
        .ifPresent(p -> set.put(from, "outlier_prob", prefix + "OutlierProb", p));
    from.number("clipping_value")
        .ifPresent(c -> set.put(from, "clipping_value", prefix + "Clip", c));
    Optional<String> own = from.choice("granularity", GRANULARITIES);
    if (own.isPresent() && !own.get().equals(tensors.granularity)) {
      from.complain(
          "granularity",
          "statistics are as fine as their quantizers: set granularity beside range_estimator");
    }
    Optional<String> aggregator = from.choice("aggregator", AGGREGATORS);
    if (aggregator.isPresent() && set.takes(prefix + "Aggregator")) {
      aggregate(from, prefix + "Aggregator", aggregator.get());
    } else if (aggregator.isPresent() && tensors.own) {
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
