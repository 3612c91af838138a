package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.error.InferenceException;
import org.octet.api.model.OptimizedModel;

/**
 * Chooses the ranges of activations by the outputs on calibration samples: which rule is best
 * differs by more than 10 dB from network to network, and the ranges themselves do not tell.
 */
final class RangeChoice {
  /**
   * What a later rule has to gain over an earlier one, in dB: less is within what the outputs of
   * other samples may say, and the earlier rule clips less or is faster.
   */
  private static final double LEAST_GAIN = 0.5;

  /** Ranges that differ by less than this share of their width give nearly the same outputs. */
  private static final float NEARLY = 0.03f;

  /** As many as later steps compare, so that they find the chosen model compared. */
  private static final int SAMPLES = 50;

  private final Function<RangeCandidate, OptimizedModel> quantizer;
  private final AlgorithmContext context;

  /**
   * @param quantizer makes the quantized model of a candidate
   * @param context compares models
   */
  RangeChoice(Function<RangeCandidate, OptimizedModel> quantizer, AlgorithmContext context) {
    this.quantizer = quantizer;
    this.context = context;
  }

  /**
   * The best of some candidates. Those that resemble an earlier one are left out; where one is left
   * nothing is run.
   *
   * @param candidates at least one; the usual one first
   */
  RangeCandidate best(List<RangeCandidate> candidates) {
    List<RangeCandidate> different = different(candidates);
    if (different.size() == 1) {
      return different.get(0);
    }
    double[] scores = scores(different.stream().map(quantizer).toList());
    int best = best(scores);
    String all =
        IntStream.range(0, scores.length)
            .mapToObj(i -> different.get(i).rule().name() + " " + words(scores[i]))
            .collect(Collectors.joining(", "));
    context.note(
        "ranges of activations: %s, by the worst output: %s"
            .formatted(different.get(best).rule().name(), all));
    return different.get(best);
  }

  private static List<RangeCandidate> different(List<RangeCandidate> candidates) {
    List<RangeCandidate> different = new ArrayList<>();
    for (RangeCandidate candidate : candidates) {
      if (different.stream().noneMatch(d -> candidate.resembles(d, NEARLY))) {
        different.add(candidate);
      }
    }
    return different;
  }

  /** The worst output's SQNR of each model in dB; NaN for a model that cannot be judged. */
  private double[] scores(List<OptimizedModel> models) {
    context.cancellation().check();
    try {
      return context.evaluate(models, SAMPLES).stream().mapToDouble(e -> e.worst()).toArray();
    } catch (InferenceException refused) {
      // one of them; the others are judged one by one
      return models.stream().mapToDouble(this::score).toArray();
    }
  }

  private double score(OptimizedModel model) {
    context.cancellation().check();
    try {
      return context.evaluate(model, SAMPLES).worst();
    } catch (InferenceException refused) {
      return Double.NaN;
    }
  }

  /**
   * The first of the best: a later one is better when it gains {@link #LEAST_GAIN}.
   *
   * @param scores in dB; NaN is worse than everything else
   */
  static int best(double... scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] >= scores[best] + LEAST_GAIN && scores[i] > scores[best]
          || Double.isNaN(scores[best]) && !Double.isNaN(scores[i])) {
        best = i;
      }
    }
    return best;
  }

  private static String words(double score) {
    return Double.isNaN(score) ? "not finite" : String.format(Locale.ROOT, "%.2f dB", score);
  }
}
