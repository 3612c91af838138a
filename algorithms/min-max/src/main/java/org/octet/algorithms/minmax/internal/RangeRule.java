package org.octet.algorithms.minmax.internal;

import java.util.Locale;
import java.util.Optional;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * One way to get the ranges of all activations.
 *
 * @param settings with the mode of activations that the rule prefers
 * @param ends where ranges of whole tensors end; those per channel end at the extremes, as the
 *     means of a channel's few values clip most samples (more than 10 dB lost where tried)
 */
record RangeRule(Settings settings, Ends ends) {
  /** Where ranges end, the narrower the later. */
  enum Ends {
    /** At the extremes of all samples, or where the user says. */
    EXTREMES("extremes"),
    /** Half way between the extremes and their mean. */
    BETWEEN("between extremes and their mean"),
    /** At the mean of the samples' extremes. */
    MEAN("mean extremes");

    private final String words;

    Ends(String words) {
      this.words = words;
    }

    private Optional<Ends> narrower() {
      return this == MEAN ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
    }
  }

  /** What a rule can change. */
  enum Step {
    /** From symmetric to asymmetric; some operations become slower, so that it has to gain more. */
    MODE(0.5),
    /** To narrower ranges, against outliers. */
    ENDS(0.25);

    private final double leastGain;

    Step(double leastGain) {
      this.leastGain = leastGain;
    }

    /** What the outputs have to gain for it, in dB: less may be chance. */
    double leastGain() {
      return leastGain;
    }
  }

  /** The rule of the settings themselves. */
  static RangeRule usual(Settings settings) {
    return new RangeRule(settings, Ends.EXTREMES);
  }

  /** The rule one step further; empty: there is none, or the user does not leave it open. */
  Optional<RangeRule> after(Step step) {
    return switch (step) {
      case MODE -> settings.asymmetric().map(s -> new RangeRule(s, ends));
      case ENDS ->
          choosesEnds() ? ends.narrower().map(e -> new RangeRule(settings, e)) : Optional.empty();
    };
  }

  private boolean choosesEnds() {
    return settings.choosesRanges() && settings.estimator().isPlain();
  }

  /** The mode of quantizers where the device lists both. */
  Mode mode() {
    return settings.activations().preferredMode();
  }

  /** Asks for what this rule and those with other ends read. */
  void request(ActivationQuantizer quantizer, StatisticRequests requests) {
    settings.estimator().request(quantizer, requests);
    if (choosesEnds() && !quantizer.config().perChannel()) {
      means().request(quantizer, requests);
    }
  }

  /** What the bounds of a quantizer follow from. */
  Extremes extremes(ActivationQuantizer quantizer, Statistics statistics) {
    RangeEstimator usual = settings.estimator();
    return switch (quantizer.config().perChannel() ? Ends.EXTREMES : ends) {
      case EXTREMES -> usual.extremes(quantizer, statistics);
      case MEAN -> means().extremes(quantizer, statistics);
      case BETWEEN ->
          usual.extremes(quantizer, statistics).middle(means().extremes(quantizer, statistics));
    };
  }

  private RangeEstimator means() {
    return settings.estimator().with(RangePreset.MEAN_MINMAX);
  }

  /** The bounds of a quantizer. */
  Ranges.Bounds bounds(ActivationQuantizer quantizer, Extremes extremes) {
    return settings.estimator().bounds(quantizer.config(), extremes);
  }

  /** The words for it in the report. */
  @Override
  public String toString() {
    return mode().name().toLowerCase(Locale.ROOT) + " " + ends.words;
  }
}
