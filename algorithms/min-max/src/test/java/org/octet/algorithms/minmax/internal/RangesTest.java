package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.octet.algorithms.minmax.internal.Ranges.Bounds;

class RangesTest {
  private static Bounds asymmetric(float min, float max, int levels) {
    return Ranges.asymmetric(new float[] {min}, new float[] {max}, levels, Estimator.OCTET);
  }

  @Test
  void constantTensorGetsAMargin() {
    Bounds b = asymmetric(1, 1, 256);
    assertThat(b.low()).containsExactly(0f);
    assertThat(b.high()).containsExactly(1.0008f);
  }

  @Test
  void deadTensorKeepsASmallRange() {
    Bounds b = asymmetric(0, 0, 256);
    assertThat(b.high()[0] - b.low()[0]).isBetween(1.6e-3f, 1.62e-3f);
  }

  @Test
  void zeroWeightsKeepASmallRange() {
    Bounds b = Ranges.symmetric(true, new float[] {0, 0}, 255, true);
    assertThat(b.high()).containsExactly(8e-5f, 8e-5f);
    assertThat(b.low()).containsExactly(-8e-5f, -8e-5f);
  }

  @Test
  void smallChannelIsNotNarrowerThanAHundredthOfTheWidest() {
    assertThat(Ranges.symmetric(true, new float[] {10, 1e-3f}, 255, true).high())
        .containsExactly(10f, 10 * 0.01f);
  }

  @Property(seed = "1")
  void asymmetricCoversTheValuesAndZero(
      @ForAll @FloatRange(min = -1e4f, max = 1e4f) float a,
      @ForAll @FloatRange(min = -1e4f, max = 1e4f) float b) {
    float min = Math.min(a, b);
    float max = Math.max(a, b);
    Bounds bounds = asymmetric(min, max, 256);
    // the moved bound is a quotient: it may miss by a rounding of single precision
    float ulp = 2 * Math.ulp(Math.max(Math.abs(min), Math.abs(max)));
    assertThat(bounds.low()[0]).isLessThanOrEqualTo(Math.min(min, 0) + ulp);
    assertThat(bounds.high()[0]).isGreaterThanOrEqualTo(Math.max(max, 0) - ulp);
  }

  @Property(seed = "1")
  void zeroIsACode(
      @ForAll @FloatRange(min = -1e4f, max = 0) float min,
      @ForAll @FloatRange(min = 0, max = 1e4f) float max) {
    Bounds b = asymmetric(min, max, 256);
    double step = ((double) b.high()[0] - b.low()[0]) / 255;
    double zero = -b.low()[0] / step;
    assertThat(zero).isCloseTo(Math.rint(zero), within(1e-3));
  }

  @Property(seed = "1")
  void widerValuesNeverGiveANarrowerRange(
      @ForAll @FloatRange(min = 0.01f, max = 1e3f) float m,
      @ForAll @FloatRange(min = 1, max = 10) float factor) {
    float[] narrow = Ranges.symmetric(true, new float[] {m}, 256, false).high();
    float[] wide = Ranges.symmetric(true, new float[] {m * factor}, 256, false).high();
    assertThat(wide[0]).isGreaterThanOrEqualTo(narrow[0]);
  }

  @Property(seed = "1")
  void narrowRangesLieAroundZeroAndCoverTheWeights(
      @ForAll @Size(min = 1, max = 8) @FloatRange(min = 0, max = 1e3f) float[] magnitudes) {
    Bounds b = Ranges.symmetric(true, magnitudes, 255, true);
    for (int c = 0; c < magnitudes.length; c++) {
      assertThat(b.low()[c]).isEqualTo(-b.high()[c]);
      assertThat(b.high()[c]).isGreaterThanOrEqualTo(magnitudes[c]);
    }
  }

  @Property(seed = "1")
  void unsignedRangesStartAtZero(@ForAll @FloatRange(min = 0, max = 1e3f) float m) {
    assertThat(Ranges.symmetric(false, new float[] {m}, 256, false).low()).containsExactly(0f);
  }

  @Property(seed = "1")
  void halfRangeUsesCodesUpTo64(
      @ForAll @FloatRange(min = 0.01f, max = 1e3f) float m, @ForAll @IntRange(max = 20) int part) {
    Bounds b = Ranges.halfRange(new float[] {m}, 255, 0);
    float weight = m * part / 20;
    Assume.that(weight <= m);
    double code = weight / (b.high()[0] / 127.0);
    assertThat(Math.rint(code)).isLessThanOrEqualTo(64);
    assertThat(b.high()[0]).isEqualTo(2 * m);
  }

  @Property(seed = "1")
  void halfRangeHasTheLargestMagnitudeAndZeroOnCodes(
      @ForAll @FloatRange(min = 0.01f, max = 1e3f) float m) {
    Bounds b = Ranges.halfRange(new float[] {m}, 255, 0);
    double step = ((double) b.high()[0] - b.low()[0]) / 254;
    // storage folds a zero point that is whole to 1e-4
    assertThat(-b.low()[0] / step).isCloseTo(128, within(1e-4));
    assertThat(m / step).isCloseTo(63, within(1e-4));
  }
}
