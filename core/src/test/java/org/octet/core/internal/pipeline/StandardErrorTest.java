package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.octet.api.GuardSpec;

class StandardErrorTest {
  /** Errors with a ratio of 20 dB on average, which differs from sample to sample. */
  private static List<OutputError> errors(Random random, int n) {
    return Stream.generate(() -> error(random)).limit(n).toList();
  }

  private static OutputError error(Random random) {
    double signal = Math.exp(0.4 * random.nextGaussian());
    return new OutputError(signal, signal / 100 * Math.exp(0.4 * random.nextGaussian()));
  }

  private static double sqnr(List<OutputError> errors) {
    return errors.stream().reduce(OutputError.ZERO, OutputError::plus).sqnr();
  }

  private static double deviation(double[] values) {
    double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
    mean /= values.length;
    double sum = 0;
    for (double v : values) {
      sum += (v - mean) * (v - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }

  /** What it promises: how far the ratio over 50 samples spreads when others are drawn. */
  @Test
  void tellsHowFarOtherSamplesSpread() {
    Random random = new Random(4);
    double[] reached = new double[2000];
    double[] said = new double[reached.length];
    for (int i = 0; i < reached.length; i++) {
      List<OutputError> drawn = errors(random, 50);
      reached[i] = sqnr(drawn);
      said[i] = StandardError.sqnr(drawn);
    }
    double mean = IntStream.range(0, said.length).mapToDouble(i -> said[i]).sum() / said.length;
    assertThat(mean).isCloseTo(deviation(reached), within(0.1 * mean));
  }

  @Test
  void ofDecisionsIsThatOfAShare() {
    List<Decisions.Agreement> decided =
        IntStream.range(0, 100)
            .mapToObj(i -> new Decisions.Agreement(i % 10 == 0 ? 0 : 1, 1))
            .toList();
    assertThat(StandardError.share(decided)).isCloseTo(Math.sqrt(0.9 * 0.1 / 99), within(1e-12));
  }

  @Test
  void isZeroWhereNothingIsKnown() {
    OutputError one = new OutputError(4, 1);
    OutputError none = new OutputError(4, 0);
    assertThat(StandardError.sqnr(List.of(one))).isZero();
    assertThat(StandardError.sqnr(List.of(one, one, one))).isZero();
    assertThat(StandardError.sqnr(List.of(none, none))).isZero();
    assertThat(StandardError.sqnr(List.of(one, new OutputError(4, Double.NaN)))).isZero();
    Decisions.Agreement wrong = new Decisions.Agreement(0, 5);
    assertThat(StandardError.share(List.of(wrong, wrong))).isZero();
  }

  private static Evaluator.Result result(double sqnr, double error) {
    return new Evaluator.Result(
        Map.of("y", sqnr),
        Map.of("y", 0.995),
        new Evaluator.Result.Errors(Map.of("y", error), Map.of("y", 0.004)),
        50);
  }

  @Test
  void aDemandHoldsByAMarginWhereItIsTheUsersOwn() {
    Guard own = Guard.of(new GuardSpec(true, 36.0, 50), false);
    assertThat(own.demanding()).isTrue();
    assertThat(own.complaints(result(36.2, 0.3), true)).hasSize(1);
    assertThat(own.complaints(result(36.2, 0.3), false)).isEmpty();
    assertThat(own.complaints(result(36.6, 0.3), true)).isEmpty();
    Guard decisions = Guard.of(new GuardSpec(true, null, 50, null, 0.99), false);
    assertThat(decisions.complaints(result(36, 0), true)).hasSize(1);
    assertThat(decisions.complaints(result(36, 0), false)).isEmpty();
    assertThat(Guard.of(null, false).demanding()).isFalse();
    assertThat(Guard.of(new GuardSpec(true, 8.0, 50, null, 0.8), false).demanding()).isFalse();
  }
}
