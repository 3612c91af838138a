package org.octet.algorithms.biascorrection.internal;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

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
  private final ToDoubleFunction<BitSet> score;
  private int evaluations;
  private double none;
  private double best;
  private BitSet chosen = new BitSet();

  /**
   * @param size number of corrections
   * @param maxEvaluations how often {@code score} may be asked, at least 2
   * @param minimumGain least gain for a change, and least loss for a search, in the unit of the
   *     score
   * @param score the score of a choice, higher is better; NaN is worst
   */
  Selection(int size, int maxEvaluations, double minimumGain, ToDoubleFunction<BitSet> score) {
    this.size = size;
    this.maxEvaluations = maxEvaluations;
    this.minimumGain = minimumGain;
    this.score = score;
  }

  private record Run(int from, int to) {
    boolean divisible() {
      return to - from > 1;
    }
  }

  /** Makes the choice. */
  Selection choose() {
    none = evaluate(chosen);
    best = none;
    if (size == 0) {
      return this;
    }
    Deque<Run> runs = new ArrayDeque<>();
    runs.add(new Run(0, size));
    while (!runs.isEmpty() && evaluations < maxEvaluations) {
      Run run = runs.remove();
      double before = best;
      double reached = flip(run);
      // what neither helps nor harms is not worth a search
      if (run.divisible() && !(reached >= before - minimumGain)) {
        int middle = (run.from + run.to) >>> 1;
        runs.add(new Run(run.from, middle));
        runs.add(new Run(middle, run.to));
      }
    }
    return this;
  }

  /** The score with the corrections of a run switched; taken when it is better. */
  private double flip(Run run) {
    BitSet candidate = (BitSet) chosen.clone();
    candidate.flip(run.from, run.to);
    double reached = evaluate(candidate);
    boolean better = reached > best + minimumGain || Double.isNaN(best) && !Double.isNaN(reached);
    if (better) {
      chosen = candidate;
      best = reached;
    }
    return reached;
  }

  private double evaluate(BitSet candidate) {
    evaluations++;
    return score.applyAsDouble(candidate);
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
