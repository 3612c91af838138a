package org.octet.algorithms.minmax.internal;

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
 * How the range of an activation follows from samples: POT's estimators.
 *
 * @param minReducer lower end per sample
 * @param minAggregator lower end over the samples
 * @param maxReducer upper end per sample
 * @param maxAggregator upper end over the samples
 */
record RangeEstimator(
    Reducer minReducer, Aggregator minAggregator, Reducer maxReducer, Aggregator maxAggregator) {
  /** The true extremes over all samples. */
  static final RangeEstimator EXTREMES =
      new RangeEstimator(Reducer.MIN, Aggregator.MIN, Reducer.MAX, Aggregator.MAX);

  /**
   * What was measured on one tensor.
   *
   * @param min lower end per channel
   * @param max upper end per channel
   */
  record Extremes(float[] min, float[] max) {
    /** The range of both, element by element. */
    Extremes join(Extremes other) {
      float[] lower = min.clone();
      float[] upper = max.clone();
      for (int c = 0; c < lower.length; c++) {
        lower[c] = Math.min(lower[c], other.min[c]);
        upper[c] = Math.max(upper[c], other.max[c]);
      }
      return new Extremes(lower, upper);
    }

    /** Whether any value is below zero. */
    boolean negative() {
      for (float m : min) {
        if (m < 0) {
          return true;
        }
      }
      return false;
    }
  }

  static RangeEstimator of(Parameters p) {
    double outliers = p.number("quantileOutlierProb");
    return new RangeEstimator(
        reducer(p.string("activationMinReducer"), outliers),
        aggregator(p.string("activationMinAggregator")),
        reducer(p.string("activationMaxReducer"), 1 - outliers),
        aggregator(p.string("activationMaxAggregator")));
  }

  private static Reducer reducer(String name, double probability) {
    return switch (name) {
      case "min" -> Reducer.MIN;
      case "max" -> Reducer.MAX;
      case "abs_max" -> Reducer.ABS_MAX;
      case "quantile" -> new Reducer.Quantile(probability);
      case "abs_quantile" -> new Reducer.AbsQuantile(probability);
      default -> throw new IllegalArgumentException("reducer " + name);
    };
  }

  private static Aggregator aggregator(String name) {
    return switch (name) {
      case "min" -> Aggregator.MIN;
      case "max" -> Aggregator.MAX;
      case "mean" -> Aggregator.MEAN;
      case "median" -> Aggregator.MEDIAN;
      case "mean_no_outliers" -> Aggregator.MEAN_NO_OUTLIERS;
      case "median_no_outliers" -> Aggregator.MEDIAN_NO_OUTLIERS;
      case "hl_estimator" -> Aggregator.HODGES_LEHMANN;
      default -> throw new IllegalArgumentException("aggregator " + name);
    };
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
    float[] max = statistics.get(upper(quantizer));
    float[] min =
        knownNonNegative(quantizer) ? new float[max.length] : statistics.get(lower(quantizer));
    requireFinite(quantizer.tensor(), min);
    requireFinite(quantizer.tensor(), max);
    return new Extremes(min, max);
  }

  /** The bounds of a quantizer. */
  Ranges.Bounds bounds(QuantizerConfig config, Extremes extremes) {
    if (config.mode() == Mode.ASYMMETRIC) {
      return Ranges.asymmetric(extremes.min(), extremes.max(), config.levels());
    }
    boolean signed = config.signed() || extremes.negative();
    return Ranges.symmetric(signed, magnitude(extremes), config.levels(), config.narrowRange());
  }

  private float[] magnitude(Extremes extremes) {
    float[] magnitude = extremes.max().clone();
    if (maxReducer instanceof Reducer.AbsMaximum || maxReducer instanceof Reducer.AbsQuantile) {
      return magnitude;
    }
    for (int c = 0; c < magnitude.length; c++) {
      magnitude[c] = Math.max(Math.abs(magnitude[c]), Math.abs(extremes.min()[c]));
    }
    return magnitude;
  }

  /** A symmetric range needs no lower end where all values are known to be at least zero. */
  private static boolean knownNonNegative(ActivationQuantizer quantizer) {
    return quantizer.nonNegative() && quantizer.config().mode() == Mode.SYMMETRIC;
  }

  private StatisticRequest lower(ActivationQuantizer q) {
    return new StatisticRequest(q.tensor(), minReducer, minAggregator, axis(q));
  }

  private StatisticRequest upper(ActivationQuantizer q) {
    return new StatisticRequest(q.tensor(), maxReducer, maxAggregator, axis(q));
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
