package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;

class LeastErrorTest {
  private static final int LEVELS = 256;

  private final float[] values;
  private final Extremes seen;

  LeastErrorTest() {
    values = new float[20_000];
    seen = new Extremes(new float[1], new float[1]);
  }

  /** Values of a bell, a tail as heavy as asked for, and nothing negative if asked for. */
  private Histogram drawn(long seed, double tail, boolean rectified) {
    Random random = new Random(seed);
    float low = 0;
    float high = 0;
    for (int i = 0; i < values.length; i++) {
      double bell = random.nextGaussian();
      float value = (float) (bell * Math.exp(tail * Math.abs(bell)) + 0.3);
      values[i] = rectified ? Math.max(0, value) : value;
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    seen.min()[0] = low;
    seen.max()[0] = high;
    float from = Math.min(low, 0);
    float to = Math.max(high, -low);
    float[] shares = new float[2048];
    for (float value : values) {
      int bin = (int) ((value - from) / (to - from) * shares.length);
      shares[Math.min(bin, shares.length - 1)] += 1f / values.length;
    }
    return new Histogram(from, to, shares);
  }

  private double measuredError(Ranges.Bounds bounds) {
    double step = ((double) bounds.high()[0] - bounds.low()[0]) / (LEVELS - 1);
    double error = 0;
    for (float value : values) {
      double inside = Math.max(bounds.low()[0], Math.min(value, bounds.high()[0]));
      double quantized = bounds.low()[0] + Math.rint((inside - bounds.low()[0]) / step) * step;
      error += (value - quantized) * (value - quantized);
    }
    return error / values.length;
  }

  private static QuantizerConfig config(Mode mode) {
    return new QuantizerConfig(8, mode, false, false, false);
  }

  private static Ranges.Bounds bounds(Mode mode, Extremes ends) {
    return mode == Mode.ASYMMETRIC
        ? Ranges.asymmetric(ends.min(), ends.max(), LEVELS, Estimator.OCTET)
        : Ranges.symmetric(ends.negative(), ends.magnitude(false), LEVELS, false);
  }

  @Property(tries = 60, seed = "1")
  void expectedErrorIsThatOfTheValues(
      @ForAll long seed,
      @ForAll @DoubleRange(max = 0.5) double tail,
      @ForAll boolean rectified,
      @ForAll @DoubleRange(min = 0.3, max = 1) double share,
      @ForAll Mode mode) {
    Histogram histogram = drawn(seed, tail, rectified);
    Extremes ends =
        new Extremes(
            new float[] {(float) (share * seen.min()[0])},
            new float[] {(float) (share * seen.max()[0])});
    Ranges.Bounds bounds = bounds(mode, ends);
    double measured = measuredError(bounds);
    assertThat(histogram.error(bounds.low()[0], bounds.high()[0], LEVELS))
        .isCloseTo(measured, within(0.08 * measured));
  }

  @Property(tries = 60, seed = "2")
  void noOtherEndsAreBetter(
      @ForAll long seed,
      @ForAll @DoubleRange(max = 0.5) double tail,
      @ForAll boolean rectified,
      @ForAll Mode mode) {
    Histogram histogram = drawn(seed, tail, rectified);
    Extremes best = LeastError.of(histogram, seen, config(mode), ends -> bounds(mode, ends));
    assertThat(best.min()[0]).isBetween(seen.min()[0], 0f);
    assertThat(best.max()[0]).isBetween(0f, seen.max()[0]);
    double least = measuredError(bounds(mode, best));
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      Extremes other =
          new Extremes(
              new float[] {seen.min()[0] * random.nextFloat()},
              new float[] {seen.max()[0] * (0.01f + random.nextFloat())});
      assertThat(least).isLessThanOrEqualTo(1.1 * measuredError(bounds(mode, other)));
    }
  }

  @Example
  void clipsWhatIsFarAndRareEnough() {
    // evenly spread up to 1, and a share of the values at 4
    assertThat(upperEnd(1e-6f)).isBetween(0.99f, 1.1f);
    assertThat(upperEnd(1e-3f)).isGreaterThan(3.9f);
  }

  private static float upperEnd(float far) {
    float[] shares = new float[2048];
    Arrays.fill(shares, 768, 1280, (1 - far) / 512);
    shares[2047] = far;
    Extremes ends = new Extremes(new float[] {-1}, new float[] {4});
    return LeastError.of(
            new Histogram(-4, 4, shares),
            ends,
            config(Mode.SYMMETRIC),
            candidate -> bounds(Mode.SYMMETRIC, candidate))
        .max()[0];
  }
}
