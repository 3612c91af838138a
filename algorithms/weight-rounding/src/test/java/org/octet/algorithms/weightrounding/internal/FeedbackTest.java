package org.octet.algorithms.weightrounding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FeedbackTest {
  private static final double STEP = 0.1;

  private static double nearest(double value) {
    return STEP * Math.rint(value / STEP);
  }

  /** Moments of inputs that have much in common, as pixels of one picture have. */
  private static float[] moments(Random random, int size, int samples) {
    float[] moments = new float[size * size];
    for (int s = 0; s < samples; s++) {
      double common = random.nextGaussian();
      double[] x = new double[size];
      for (int k = 0; k < size; k++) {
        x[k] = 1 + common + 0.3 * random.nextGaussian();
      }
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < size; k++) {
          moments[i * size + k] += (float) (x[i] * x[k] / samples);
        }
      }
    }
    return moments;
  }

  private static double[] row(Random random, int size) {
    return random.doubles(size, -1, 1).toArray();
  }

  private static double[] nearest(double[] row) {
    double[] rounded = new double[row.length];
    for (int k = 0; k < row.length; k++) {
      rounded[k] = nearest(row[k]);
    }
    return rounded;
  }

  @Property(tries = 200, seed = "1")
  void errorIsTheSquareOfTheProductAndTheDamping(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
    Random random = new Random(seed);
    float[] moments = moments(random, n, 50);
    double[] row = row(random, n);
    double[] rounded = nearest(row);
    double direct = 0;
    double trace = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      trace += moments[i * n + i];
      square += (row[i] - rounded[i]) * (row[i] - rounded[i]);
      for (int k = 0; k < n; k++) {
        direct += (row[i] - rounded[i]) * moments[i * n + k] * (row[k] - rounded[k]);
      }
    }
    direct += 0.01 * trace / n * square;
    assertThat(Feedback.of(moments, 0, n).error(row, rounded))
        .isCloseTo(direct, within(1e-6 * Math.max(1, direct)));
  }

  /** On inputs that have nothing in common there is nothing to make up for. */
  @Property(tries = 100, seed = "1")
  void uncorrelatedInputsKeepTheNearestCodes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int n) {
    Random random = new Random(seed);
    float[] moments = new float[n * n];
    for (int k = 0; k < n; k++) {
      moments[k * n + k] = random.nextFloat();
    }
    double[] row = row(random, n);
    assertThat(Feedback.of(moments, 0, n).rounded(row, 0, (k, value) -> nearest(value)))
        .containsExactly(nearest(row));
  }

  @Example
  void errorsCancelOnCorrelatedInputs() {
    Random random = new Random(7);
    double reached = 0;
    double plain = 0;
    for (int i = 0; i < 50; i++) {
      float[] moments = moments(random, 16, 100);
      double[] row = row(random, 16);
      Feedback feedback = Feedback.of(moments, 0, 16);
      double[] rounded = feedback.rounded(row, 0, (k, value) -> nearest(value));
      for (double value : rounded) {
        assertThat(nearest(value)).isCloseTo(value, within(1e-12));
      }
      reached += feedback.error(row, rounded);
      plain += feedback.error(row, nearest(row));
    }
    assertThat(reached).isLessThan(plain / 2);
  }

  /** The one of the larger moment goes first; of the other all codes near it can be tried. */
  @Property(tries = 200, seed = "1")
  void theSecondOfTwoIsTheBestThereIsForTheFirst(@ForAll long seed) {
    Random random = new Random(seed);
    float[] moments = moments(random, 2, 40);
    double[] row = row(random, 2);
    Feedback feedback = Feedback.of(moments, 0, 2);
    int first = moments[3] > moments[0] ? 1 : 0;
    double best = Double.POSITIVE_INFINITY;
    for (int code = -30; code <= 30; code++) {
      double[] pair = nearest(row);
      pair[1 - first] += code * STEP;
      best = Math.min(best, feedback.error(row, pair));
    }
    double[] rounded = feedback.rounded(row, 0, (k, value) -> nearest(value));
    assertThat(rounded[first]).isEqualTo(nearest(row[first]));
    assertThat(feedback.error(row, rounded)).isCloseTo(best, within(1e-9));
  }

  /**
   * What is left of an element after all before it is at most half a step: with D, whose sum is at
   * most the trace, that bounds the error (Chee et al. 2023, theorem 1).
   */
  @Property(tries = 200, seed = "1")
  void errorIsAtMostThatOfHalfAStepEach(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int n) {
    Random random = new Random(seed);
    float[] moments = moments(random, n, 50);
    double[] row = row(random, n);
    double trace = 0;
    for (int k = 0; k < n; k++) {
      trace += 1.01 * moments[k * n + k];
    }
    Feedback feedback = Feedback.of(moments, 0, n);
    assertThat(feedback.error(row, feedback.rounded(row, 0, (k, value) -> nearest(value))))
        .isLessThanOrEqualTo(trace * STEP * STEP / 4);
  }

  @Example
  void inputsThatAreAlwaysZeroAreHarmless() {
    double[] row = {0.33, -0.27, 0.5};
    assertThat(Feedback.of(new float[9], 0, 3).rounded(row, 0, (k, value) -> nearest(value)))
        .containsExactly(nearest(row));
  }
}
