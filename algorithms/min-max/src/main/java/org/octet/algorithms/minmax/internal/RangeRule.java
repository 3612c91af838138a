package org.octet.algorithms.minmax.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * One way to get the ranges of all activations.
 *
 * @param settings with the mode of activations that the rule prefers
 * @param ends where ranges of whole tensors end. A channel has fewer values, its extremes differ
 *     more from sample to sample: a range per channel ends at them, or beyond those of few samples
 * @param rescaled whether quantizers rescale channels, as other algorithms propose
 */
record RangeRule(Settings settings, Ends ends, boolean rescaled) {
  /** From this number of samples on the extremes of channels are taken as they are. */
  private static final int ENOUGH = 50;

  /**
   * What ranges follow from.
   *
   * @param statistics of the pass over all samples
   * @param histograms how values are spread
   * @param rescaled the tensors that are rescaled, whose histograms are not known
   */
  record Measured(Statistics statistics, Histograms histograms, Set<TensorId> rescaled) {
    /** As if measured after some rescalings. */
    Measured rescaledBy(Collection<Rescaling> rescalings) {
      Set<TensorId> tensors =
          rescalings.stream().map(Rescaling::tensor).collect(Collectors.toUnmodifiableSet());
      return new Measured(statistics.rescaledBy(rescalings), histograms, tensors);
    }

    Optional<Histogram> histogram(TensorId tensor) {
      return rescaled.contains(tensor) ? Optional.empty() : histograms.of(tensor);
    }
  }

  /** Where ranges end; the first three the narrower the later. */
  enum Ends {
    /** At the extremes of all samples, or where the user says. */
    EXTREMES("extremes"),
    /** Half way between the extremes and their mean. */
    BETWEEN("between extremes and their mean"),
    /** At the mean of the samples' extremes. */
    MEAN("mean extremes"),
    /** Where the expected squared error is least. */
    LEAST_ERROR("ends of least squared error");

    private final String words;

    Ends(String words) {
      this.words = words;
    }

    private Optional<Ends> narrower() {
      return ordinal() >= MEAN.ordinal() ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
    }
  }

  /** What a rule can change. */
  enum Step {
    /** From symmetric to asymmetric; some operations become slower, so that it has to gain more. */
    MODE(0.5),
    /** To narrower ranges, against outliers. */
    ENDS(0.25),
    /** To the ends of least error. */
    ERROR(0.25),
    /**
     * To rescaled channels, which cost nothing, but follow the samples more closely: on others the
     * gain is up to 2 dB less.
     */
    SCALES(1);

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
    return new RangeRule(settings, Ends.EXTREMES, false);
  }

  /** The rule one step further; empty: there is none, or the user does not leave it open. */
  Optional<RangeRule> after(Step step) {
    return switch (step) {
      case MODE -> settings.asymmetric().map(s -> new RangeRule(s, ends, rescaled));
      case ENDS ->
          ends.narrower().filter(e -> choosesEnds()).map(e -> new RangeRule(settings, e, rescaled));
      case ERROR ->
          choosesEnds() && settings.search() == Settings.Search.THOROUGH && ends != Ends.LEAST_ERROR
              ? Optional.of(new RangeRule(settings, Ends.LEAST_ERROR, rescaled))
              : Optional.empty();
      case SCALES ->
          choosesEnds() && !rescaled
              ? Optional.of(new RangeRule(settings, ends, true))
              : Optional.empty();
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
    if (choosesEnds()) {
      means().request(quantizer, requests);
    }
  }

  /** What the bounds of a quantizer follow from. */
  Extremes extremes(ActivationQuantizer quantizer, Measured measured) {
    Statistics statistics = measured.statistics();
    Extremes seen = settings.estimator().extremes(quantizer, statistics);
    if (!choosesEnds()) {
      return seen;
    }
    Extremes means = means().extremes(quantizer, statistics);
    if (quantizer.config().perChannel()) {
      return seen.beyond(means, growth(statistics.samples()));
    }
    return switch (ends) {
      case EXTREMES -> seen;
      case BETWEEN -> seen.middle(means);
      case MEAN -> means;
      case LEAST_ERROR ->
          measured
              .histogram(quantizer.tensor())
              .map(h -> LeastError.of(h, seen, quantizer.config(), e -> bounds(quantizer, e)))
              .orElse(seen);
    };
  }

  /**
   * How much further out the extremes of {@link #ENOUGH} samples are expected than those of fewer,
   * as a share of the distance between these and their mean. Extremes of many values follow
   * Gumbel's distribution, and the largest of {@code n} such lies {@code scale * ln n} beyond their
   * mean.
   */
  static double growth(int samples) {
    if (samples < 2 || samples >= ENOUGH) {
      return 0;
    }
    return Math.min(1, Math.log((double) ENOUGH / samples) / Math.log(samples));
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
    String channels = rescaled ? " of rescaled channels" : "";
    return mode().name().toLowerCase(Locale.ROOT) + " " + ends.words + channels;
  }
}
