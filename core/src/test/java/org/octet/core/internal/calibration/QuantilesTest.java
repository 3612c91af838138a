package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Provide
  Arbitrary<float[]> samples() {
    return Arbitraries.floats().between(-100, 100).array(float[].class).ofMinSize(1).ofMaxSize(300);
  }

  @Property(seed = "1")
  void interpolatesBetweenOrderStatistics(
      @ForAll("samples") float[] values,
      @ForAll @DoubleRange(min = 0, max = 1) double probability) {
    double[] sorted = new double[values.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values[i];
    }
    Arrays.sort(sorted);
    double at = probability * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    double expected = sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    assertThat((double) Quantiles.quantile(values.clone(), values.length, probability))
        .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
  }

  // values that numpy.quantile gives
  @Test
  void agreesWithNumPy() {
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    assertThat(Quantiles.quantile(values.clone(), 16, 0.01)).isEqualTo(0.15f);
    assertThat(Quantiles.quantile(values.clone(), 16, 0.5)).isEqualTo(7.5f);
    assertThat(Quantiles.quantile(values.clone(), 16, 1)).isEqualTo(15f);
    assertThat(Quantiles.quantile(new float[] {5}, 1, 0.3)).isEqualTo(5f);
  }

  @Test
  void managesEqualAndSortedValues() {
    float[] equal = new float[100_000];
    Arrays.fill(equal, 3f);
    assertThat(Quantiles.quantile(equal, equal.length, 0.37)).isEqualTo(3f);
    float[] falling = new float[100_001];
    for (int i = 0; i < falling.length; i++) {
      falling[i] = falling.length - i;
    }
    assertThat(Quantiles.quantile(falling, falling.length, 0.5)).isEqualTo(50_001f);
  }
}
