package org.octet.algorithms.minmax.internal;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.octet.algorithms.minmax.internal.RangeRule.Step;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.error.InferenceException;
import org.octet.api.model.OptimizedModel;

/**
 * Chooses the ranges of activations by the outputs on calibration samples: which rule is best
 * differs by more than 10 dB from network to network, and the ranges themselves do not tell.
 *
 * <p>From the usual rule on, each round compares the rules one step further and goes to the best. A
 * step that does not gain is not tried again: two or three models are compared where the usual rule
 * is the best one, six at most, and one or two more where the user wants a thorough search.
 */
final class RangeChoice {
  /** Ranges that differ by less than this share of their width give nearly the same outputs. */
  private static final float NEARLY = 0.03f;

  /** Outputs that differ by less, in dB, are alike. */
  private static final double ALIKE = 0.1;

  /** As many as later steps compare, so that they find the chosen model compared. */
  private static final int SAMPLES = 50;

  private final Function<RangeRule, Optional<RangeCandidate>> ranges;
  private final Function<RangeCandidate, OptimizedModel> quantizer;
  private final AlgorithmContext context;
  private final List<Scored> tried = new ArrayList<>();

  /**
   * @param sqnr the worst output's, in dB; NaN: not finite, or the runtime refuses the model
   */
  private record Scored(RangeCandidate candidate, double sqnr) {
    String words() {
      return candidate.rule()
          + (Double.isNaN(sqnr) ? " not finite" : String.format(Locale.ROOT, " %.2f dB", sqnr));
    }
  }

  /**
   * @param ranges gives the ranges of a rule; empty: it does not suit the models
   * @param quantizer makes the quantized model of a candidate
   * @param context compares models
   */
  RangeChoice(
      Function<RangeRule, Optional<RangeCandidate>> ranges,
      Function<RangeCandidate, OptimizedModel> quantizer,
      AlgorithmContext context) {
    this.ranges = ranges;
    this.quantizer = quantizer;
    this.context = context;
  }

  /**
   * The best ranges. Where no step changes them nothing is run.
   *
   * @param usual the rule that is taken unless another is better
   */
  RangeCandidate best(RangeRule usual) {
    RangeCandidate first = ranges.apply(usual).orElseThrow();
    Scored best =
        bestAfter(new Scored(first, Double.NaN), EnumSet.complementOf(EnumSet.of(Step.ERROR)));
    // last, for the mode that is chosen: it takes a pass of its own over samples
    if (matters()) {
      best = bestAfter(best, EnumSet.of(Step.ERROR));
    }
    if (!tried.isEmpty()) {
      note(best);
    }
    return best.candidate();
  }

  /** Whether the outputs tell ranges apart: not where nearly all noise comes from weights. */
  private boolean matters() {
    DoubleSummaryStatistics seen =
        tried.stream().mapToDouble(Scored::sqnr).filter(Double::isFinite).summaryStatistics();
    return seen.getCount() < 2 || seen.getMax() - seen.getMin() > ALIKE;
  }

  /** The best from here on by steps of these kinds. */
  private Scored bestAfter(Scored from, Set<Step> open) {
    Scored best = from;
    Map<Step, RangeCandidate> round = round(best.candidate(), open);
    while (!round.isEmpty()) {
      List<RangeCandidate> next = new ArrayList<>(round.values());
      boolean first = tried.isEmpty();
      if (first) {
        next.add(0, best.candidate());
      }
      List<Scored> scored = scored(next, next.size() == 1 ? ahead(next.get(0), open) : List.of());
      if (first) {
        best = scored.get(0);
        scored = scored.subList(1, scored.size());
      }
      best = advance(best, round.keySet(), scored, open);
      round = round(best.candidate(), open);
    }
    return best;
  }

  /** The candidates one step further, without those that resemble one that was tried. */
  private Map<Step, RangeCandidate> round(RangeCandidate from, Set<Step> open) {
    Map<Step, RangeCandidate> round = new EnumMap<>(Step.class);
    for (Step step : open) {
      after(from, step).ifPresent(c -> round.put(step, c));
    }
    open.retainAll(round.keySet());
    return round;
  }

  private Optional<RangeCandidate> after(RangeCandidate from, Step step) {
    return from.rule()
        .after(step)
        .flatMap(ranges)
        .filter(c -> !c.resembles(from, NEARLY))
        .filter(c -> tried.stream().noneMatch(t -> c.resembles(t.candidate(), NEARLY)));
  }

  /**
   * What is likely to be compared next: one candidate leaves a core idle while it is compiled, and
   * outputs are compared once only.
   */
  private List<RangeCandidate> ahead(RangeCandidate only, Set<Step> open) {
    return open.contains(Step.ENDS) ? after(only, Step.ENDS).stream().toList() : List.of();
  }

  /** The best after a round; closes the steps that did not gain. */
  private static Scored advance(Scored from, Set<Step> steps, List<Scored> scored, Set<Step> open) {
    Scored best = from;
    int i = 0;
    for (Step step : steps) {
      Scored next = scored.get(i++);
      if (!gains(next.sqnr(), from.sqnr(), step.leastGain())) {
        open.remove(step);
      } else if (best == from || next.sqnr() > best.sqnr()) {
        best = next;
      }
    }
    return best;
  }

  /**
   * Whether a score is better than another.
   *
   * @param sqnr in dB; NaN is worse than everything else
   * @param least gain in dB
   */
  static boolean gains(double sqnr, double over, double least) {
    return Double.isNaN(over) ? !Double.isNaN(sqnr) : sqnr > over && sqnr >= over + least;
  }

  private List<Scored> scored(List<RangeCandidate> candidates, List<RangeCandidate> ahead) {
    double[] scores = scores(Stream.concat(candidates.stream(), ahead.stream()).toList());
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      scored.add(new Scored(candidates.get(i), scores[i]));
    }
    tried.addAll(scored);
    return scored;
  }

  private double[] scores(List<RangeCandidate> candidates) {
    if (candidates.isEmpty()) {
      return new double[0];
    }
    context.cancellation().check();
    try {
      return context.evaluate(new Models(candidates), SAMPLES).stream()
          .mapToDouble(Evaluation::worst)
          .toArray();
    } catch (InferenceException refused) {
      // one of them; the others are judged one by one
      return candidates.stream().mapToDouble(this::score).toArray();
    }
  }

  private double score(RangeCandidate candidate) {
    context.cancellation().check();
    try {
      return context.evaluate(quantizer.apply(candidate), SAMPLES).worst();
    } catch (InferenceException refused) {
      return Double.NaN;
    }
  }

  /** The candidates' models, each made when it is asked for: until it is stored, it is large. */
  private final class Models extends AbstractList<OptimizedModel> {
    private final List<RangeCandidate> candidates;

    Models(List<RangeCandidate> candidates) {
      this.candidates = candidates;
    }

    @Override
    public OptimizedModel get(int index) {
      return quantizer.apply(candidates.get(index));
    }

    @Override
    public int size() {
      return candidates.size();
    }
  }

  private void note(Scored best) {
    String all = tried.stream().map(Scored::words).collect(Collectors.joining(", "));
    context.note(
        "ranges of activations: %s, by the worst output: %s"
            .formatted(best.candidate().rule(), all));
  }
}
