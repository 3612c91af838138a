package org.octet.algorithms.minmax.internal;

import java.util.Locale;
import java.util.OptionalInt;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.TensorId;
import org.octet.api.plugin.Parameters;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * How the range of an activation follows from samples.
 *
 * @param rules whose arithmetic
 * @param preset what stands for an end where the user does not say
 * @param min the lower end
 * @param max the upper end
 */
record RangeEstimator(Estimator rules, RangePreset preset, RangeEnd min, RangeEnd max) {

  static RangeEstimator of(Parameters p, Estimator rules) {
    return new RangeEstimator(
        rules,
        RangePreset.valueOf(p.string("activationRangePreset").toUpperCase(Locale.ROOT)),
        RangeEnd.of(p, "activationMin", false),
        RangeEnd.of(p, "activationMax", true));
  }

  /** Whether the user leaves ranges to octet's own rules. */
  boolean isPlain() {
    return rules == Estimator.OCTET
        && preset == RangePreset.DEFAULT
        && min.isPlain()
        && max.isPlain();
  }

  /** The same with another preset. */
  RangeEstimator with(RangePreset other) {
    return new RangeEstimator(rules, other, min, max);
  }

  /** Asks for what {@link #extremes} reads. */
  void request(ActivationQuantizer quantizer, StatisticRequests requests) {
    if (!knownNonNegative(quantizer)) {
      requests.request(lower(quantizer));
    }
    requests.request(upper(quantizer));
  }

  /**
   * What was measured for a quantizer.
   *
   * @throws UnsupportedModelException when a value is not finite
   */
  Extremes extremes(ActivationQuantizer quantizer, Statistics statistics) {
    float[] highs = statistics.get(upper(quantizer));
    float[] lows =
        knownNonNegative(quantizer) ? new float[highs.length] : statistics.get(lower(quantizer));
    requireFinite(quantizer.tensor(), lows);
    requireFinite(quantizer.tensor(), highs);
    return new Extremes(lows, highs);
  }

  /** The bounds of a quantizer. */
  Ranges.Bounds bounds(QuantizerConfig config, Extremes measured) {
    Extremes extremes = rules.clipsBounds() ? measured : measured.clipped(min.clip(), max.clip());
    Ranges.Bounds bounds = unclipped(config, extremes);
    return rules.clipsBounds() ? bounds.clipped(min.clip(), max.clip()) : bounds;
  }

  private Ranges.Bounds unclipped(QuantizerConfig config, Extremes extremes) {
    if (config.mode() == Mode.ASYMMETRIC) {
      return Ranges.asymmetric(extremes.min(), extremes.max(), config.levels(), rules);
    }
    boolean signed = config.signed() || extremes.negative();
    float[] magnitude =
        extremes.magnitude(takesMagnitudes(max.reducer().orElse(maxReducer(config))));
    return Ranges.symmetric(
        signed,
        magnitude,
        config.levels(),
        config.narrowRange(),
        rules.leastBound(Ranges.largest(magnitude)));
  }

  private static boolean takesMagnitudes(Reducer reducer) {
    return reducer instanceof Reducer.AbsMaximum || reducer instanceof Reducer.AbsQuantile;
  }

  /** A range that ends at zero needs no lower end; pot and nncf measure it for asymmetric ones. */
  private boolean knownNonNegative(ActivationQuantizer quantizer) {
    return quantizer.nonNegative() && (symmetric(quantizer.config()) || rules == Estimator.OCTET);
  }

  private static boolean symmetric(QuantizerConfig config) {
    return config.mode() == Mode.SYMMETRIC;
  }

  private StatisticRequest lower(ActivationQuantizer q) {
    // the lower end of a symmetric range only decides the sign: POT takes the extreme
    boolean sign = symmetric(q.config()) && rules == Estimator.POT;
    Aggregator aggregator =
        sign ? Aggregator.MIN : preset.aggregator(Aggregator.MIN, rules, q.config().perChannel());
    return new StatisticRequest(
        q.tensor(),
        min.reducer().orElse(minReducer(q)),
        min.aggregator().orElse(aggregator),
        axis(q));
  }

  private StatisticRequest upper(ActivationQuantizer q) {
    return new StatisticRequest(
        q.tensor(),
        max.reducer().orElse(maxReducer(q.config())),
        max.aggregator().orElse(preset.aggregator(Aggregator.MAX, rules, q.config().perChannel())),
        axis(q));
  }

  private Reducer minReducer(ActivationQuantizer q) {
    if (preset.quantiles() && !symmetric(q.config())) {
      return new Reducer.Quantile(min.probability());
    }
    // the least value of a tensor that cannot be negative is taken for 0; POT widens the range of a
    // channel that has one value only
    boolean exact = rules == Estimator.POT && q.nonNegative() && !symmetric(q.config());
    return exact ? new Reducer.Quantile(0) : Reducer.MIN;
  }

  private Reducer maxReducer(QuantizerConfig config) {
    if (preset.quantiles()) {
      return symmetric(config)
          ? new Reducer.AbsQuantile(max.probability())
          : new Reducer.Quantile(max.probability());
    }
    // the mean of magnitudes is not the magnitude of the means
    boolean magnitudes = symmetric(config) && rules.averagesTensors();
    return magnitudes ? Reducer.ABS_MAX : Reducer.MAX;
  }

  private static OptionalInt axis(ActivationQuantizer q) {
    return q.config().perChannel()
        ? OptionalInt.of(ActivationQuantizer.CHANNEL_AXIS)
        : OptionalInt.empty();
  }

  private static void requireFinite(TensorId tensor, float[] values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        throw new UnsupportedModelException(
            "model '%s': tensor %s:%d has the value %s in calibration; look for an overflow in the"
                    .formatted(tensor.model(), tensor.operation(), tensor.output(), v)
                + " model, or leave its consumers in float with ignored-names");
      }
    }
  }
}
