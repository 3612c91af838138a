package org.octet.algorithms.weightrounding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class GridTest {
  private static final double STEP = 0.25;

  private static Grid of(int largestCode) {
    return new Grid(-127 * STEP, STEP, 127 - largestCode, 127 + largestCode);
  }

  @Property(tries = 500, seed = "1")
  void noValueLeavesTheCodesThatTheNearestHave(
      @ForAll @IntRange(min = 0, max = 127) int largest,
      @ForAll @DoubleRange(min = -100, max = 100) double value) {
    double nearest = of(largest).nearest(value);
    assertThat(Math.abs(nearest)).isLessThanOrEqualTo(largest * STEP);
    if (Math.abs(value) <= largest * STEP) {
      assertThat(Math.abs(value - nearest)).isLessThanOrEqualTo(STEP / 2);
    }
  }

  @Example
  void twoCodesOfOneSignSaturate() {
    assertThat(of(127).saturates(new double[] {64 * STEP, 3 * STEP, 64 * STEP})).isFalse();
    assertThat(of(127).saturates(new double[] {64 * STEP, 3 * STEP, 65 * STEP})).isTrue();
    assertThat(of(127).saturates(new double[] {-100 * STEP, 28 * STEP, -29 * STEP})).isTrue();
    assertThat(of(127).saturates(new double[] {-127 * STEP, 127 * STEP})).isFalse();
  }

  @Example
  void aRangeWithoutExtentHasOneValue() {
    assertThat(new Grid(0.5, 0, 0, 0).nearest(3)).isEqualTo(0.5);
  }
}
