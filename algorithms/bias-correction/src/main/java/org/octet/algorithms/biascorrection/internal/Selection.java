package org.octet.algorithms.biascorrection.internal;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Chooses among corrections by what they do to the outputs: none or all of them first. Where all
 * together harm, runs of neighbouring layers are tried, halves before quarters, as long as
 * evaluations are left. A choice that does not raise the score by the minimum gain is not taken, so
 * that the fewest changes win a tie. Deterministic.
 */
final class Selection {
  private final int size;
  private final int maxEvaluations;
  private final double minimumGain;
  private final Function<List<BitSet>, double[]> scores;
  private int evaluations;
  private double none;
  private double best;
  private BitSet chosen = new BitSet();

  /**
   * @param size number of corrections
   * @param maxEvaluations how many choices may be scored, at least 2
   * @param minimumGain least gain for a change, and least loss for a search, in the unit of the
   *     score
   * @param scores the scores of choices, higher is better; NaN is worst
   */
  Selection(
      int size, int maxEvaluations, double minimumGain, Function<List<BitSet>, double[]> scores) {
    this.size = size;
    this.maxEvaluations = maxEvaluations;
    this.minimumGain = minimumGain;
    this.scores = scores;
  }

  private record Run(int from, int to) {
    boolean divisible() {
      return to - from > 1;
    }
  }

  /** Makes the choice. */
  Selection choose() {
    Run whole = new Run(0, size);
    BitSet all = flipped(whole);
    double[] first = evaluate(size == 0 ? List.of(chosen) : List.of(chosen, all));
    none = first[0];
    best = none;
    if (size == 0) {
      return this;
    }
    Deque<Run> runs = new ArrayDeque<>();
    judge(whole, all, first[1], runs);
    while (!runs.isEmpty() && evaluations < maxEvaluations) {
      Run run = runs.remove();
      BitSet candidate = flipped(run);
      judge(run, candidate, evaluate(List.of(candidate))[0], runs);
    }
    return this;
  }

  /** The choice with the corrections of a run switched. */
  private BitSet flipped(Run run) {
    BitSet candidate = (BitSet) chosen.clone();
    candidate.flip(run.from, run.to);
    return candidate;
  }

  /** Takes a candidate when it is better; where it harms, its halves are to be tried. */
  private void judge(Run run, BitSet candidate, double reached, Deque<Run> runs) {
    // what neither helps nor harms is not worth a search
    if (run.divisible() && !(reached >= best - minimumGain)) {
      int middle = (run.from + run.to) >>> 1;
      runs.add(new Run(run.from, middle));
      runs.add(new Run(middle, run.to));
    }
    if (reached > best + minimumGain || Double.isNaN(best) && !Double.isNaN(reached)) {
      chosen = candidate;
      best = reached;
    }
  }

  private double[] evaluate(List<BitSet> candidates) {
    evaluations += candidates.size();
    return scores.apply(candidates);
  }

  /** The corrections that are kept. */
  BitSet chosen() {
    return (BitSet) chosen.clone();
  }

  /** The score without any. */
  double scoreOfNone() {
    return none;
  }

  /** The score of the choice. */
  double scoreOfChosen() {
    return best;
  }
}
