package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * One way to get the ranges of all activations.
 *
 * @param settings with the mode of activations that the rule prefers
 * @param tensors where ranges of whole tensors end
 * @param channels where ranges of channels end
 */
record RangeRule(Settings settings, Ends tensors, Ends channels) {
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
    TENSORS(0.25),
    CHANNELS(0.25);

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
    return new RangeRule(settings, Ends.EXTREMES, Ends.EXTREMES);
  }

  /** The rule one step further; empty: there is none, or the user does not leave it open. */
  Optional<RangeRule> after(Step step) {
    return switch (step) {
      case MODE -> settings.asymmetric().map(s -> new RangeRule(s, tensors, channels));
      case TENSORS -> narrower(tensors).map(ends -> new RangeRule(settings, ends, channels));
      case CHANNELS -> narrower(channels).map(ends -> new RangeRule(settings, tensors, ends));
    };
  }

  private Optional<Ends> narrower(Ends ends) {
    return choosesEnds(settings) ? ends.narrower() : Optional.empty();
  }

  private static boolean choosesEnds(Settings settings) {
    return settings.choosesRanges() && settings.estimator().isPlain();
  }

  /** The mode of quantizers where the device lists both. */
  Mode mode() {
    return settings.activations().preferredMode();
  }

  /** Asks for what this rule and those with other ends read. */
  void request(ActivationQuantizer quantizer, StatisticRequests requests) {
    settings.estimator().request(quantizer, requests);
    if (choosesEnds(settings)) {
      means().request(quantizer, requests);
    }
  }

  /** What the bounds of a quantizer follow from. */
  Extremes extremes(ActivationQuantizer quantizer, Statistics statistics) {
    RangeEstimator usual = settings.estimator();
    return switch (quantizer.config().perChannel() ? channels : tensors) {
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
    List<String> words = new ArrayList<>();
    words.add(mode().name().toLowerCase(Locale.ROOT) + " " + tensors.words);
    if (channels != Ends.EXTREMES) {
      words.add("per channel " + channels.words);
    }
    return String.join(" and ", words);
  }
}
