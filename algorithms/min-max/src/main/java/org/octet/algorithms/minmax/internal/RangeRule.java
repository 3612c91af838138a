package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * One way to get the ranges of all activations.
 *
 * @param name the words for it in the report
 * @param settings with the mode of activations that the rule prefers
 * @param ends estimators whose ends are averaged, for whole tensors; a range per channel takes the
 *     extremes
 */
record RangeRule(String name, Settings settings, List<RangeEstimator> ends) {
  RangeRule {
    ends = List.copyOf(ends);
  }

  /**
   * The rules to choose from, the usual one first. For each mode the extremes of all samples, the
   * mean of the samples' extremes (an outlier counts less), and half way between both.
   */
  static List<RangeRule> of(Settings settings) {
    RangeEstimator extremes = settings.estimator();
    List<RangeRule> rules = new ArrayList<>();
    for (Settings each : settings.modes()) {
      rules.add(of("extremes", each, List.of(extremes)));
      if (settings.choosesRanges() && extremes.isPlain()) {
        RangeEstimator means = extremes.with(RangePreset.MEAN_MINMAX);
        rules.add(of("mean extremes", each, List.of(means)));
        rules.add(of("between extremes and their mean", each, List.of(extremes, means)));
      }
    }
    return rules;
  }

  private static RangeRule of(String name, Settings settings, List<RangeEstimator> ends) {
    String mode = settings.activations().preferredMode().name().toLowerCase(Locale.ROOT);
    return new RangeRule(mode + " " + name, settings, ends);
  }

  /** The mode of quantizers where the device lists both. */
  Mode mode() {
    return settings.activations().preferredMode();
  }

  /** Asks for what {@link #extremes} reads. */
  void request(ActivationQuantizer quantizer, StatisticRequests requests) {
    ends(quantizer).forEach(estimator -> estimator.request(quantizer, requests));
  }

  /** What the bounds of a quantizer follow from. */
  Extremes extremes(ActivationQuantizer quantizer, Statistics statistics) {
    return ends(quantizer).stream()
        .map(estimator -> estimator.extremes(quantizer, statistics))
        .reduce(Extremes::middle)
        .orElseThrow();
  }

  // a channel's extremes are of few values: their mean clips most samples (20 dB lost)
  private List<RangeEstimator> ends(ActivationQuantizer quantizer) {
    return quantizer.config().perChannel() ? List.of(settings.estimator()) : ends;
  }

  /** The bounds of a quantizer. */
  Ranges.Bounds bounds(ActivationQuantizer quantizer, Extremes extremes) {
    return settings.estimator().bounds(quantizer.config(), extremes);
  }
}
