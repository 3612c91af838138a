package org.octet.algorithms.minmax.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.api.plugin.Parameters;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;

/**
 * What the user wants of one end of ranges; empty: as the estimator and its preset say.
 *
 * @param reducer what is taken of a sample, or of a weight
 * @param aggregator how samples join; always empty for weights
 * @param clip the end lies at most this far out
 * @param probability of the quantile that stands for this end
 */
record RangeEnd(
    Optional<Reducer> reducer,
    Optional<Aggregator> aggregator,
    OptionalDouble clip,
    double probability) {

  /** Reads the parameters that begin with {@code prefix}, such as {@code activationMin}. */
  static RangeEnd of(Parameters p, String prefix, boolean upper) {
    String own = prefix + "OutlierProb";
    double outliers = p.number(p.has(own) ? own : "quantileOutlierProb");
    double probability = upper ? 1 - outliers : outliers;
    return new RangeEnd(
        reducer(p.string(prefix + "Reducer"), probability),
        p.has(prefix + "Aggregator")
            ? aggregator(p.string(prefix + "Aggregator"))
            : Optional.empty(),
        p.has(prefix + "Clip")
            ? OptionalDouble.of(p.number(prefix + "Clip"))
            : OptionalDouble.empty(),
        probability);
  }

  /** Whether the user wants nothing. */
  boolean isPlain() {
    return reducer.isEmpty() && aggregator.isEmpty() && clip.isEmpty();
  }

  private static Optional<Reducer> reducer(String name, double probability) {
    return switch (name) {
      case MinMaxParameters.AUTO -> Optional.empty();
      case "min" -> Optional.of(Reducer.MIN);
      case "max" -> Optional.of(Reducer.MAX);
      case "abs_max" -> Optional.of(Reducer.ABS_MAX);
      case "quantile" -> Optional.of(new Reducer.Quantile(probability));
      case "abs_quantile" -> Optional.of(new Reducer.AbsQuantile(probability));
      default -> throw new IllegalArgumentException("reducer " + name);
    };
  }

  private static Optional<Aggregator> aggregator(String name) {
    return switch (name) {
      case MinMaxParameters.AUTO -> Optional.empty();
      case "hl_estimator" -> Optional.of(Aggregator.HODGES_LEHMANN);
      default -> Optional.of(Aggregator.valueOf(name.toUpperCase(Locale.ROOT)));
    };
  }
}
