package org.octet.algorithms.weightrounding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class GridTest {
  private static final double STEP = 0.25;

  private static Grid of(int largestCode) {
    return of(127, largestCode, STEP, STEP, STEP);
  }

  private static Grid of(int zero, int largestCode, double... steps) {
    double[] lows = Arrays.stream(steps).map(step -> -zero * step).toArray();
    return new Grid(lows, steps, zero - largestCode, zero + largestCode);
  }

  @Property(tries = 500, seed = "1")
  void noValueLeavesTheCodesThatTheNearestHave(
      @ForAll @IntRange(min = 0, max = 127) int largest,
      @ForAll @DoubleRange(min = -100, max = 100) double value) {
    double nearest = of(largest).nearest(0, value);
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
  void elementsHaveTheirOwnUnits() {
    Grid grid = of(127, 127, STEP, 4 * STEP);
    assertThat(grid.nearest(0, 1.3 * STEP)).isEqualTo(STEP);
    assertThat(grid.nearest(1, 7 * STEP)).isEqualTo(8 * STEP);
    assertThat(grid.saturates(new double[] {64 * STEP, 4 * 64 * STEP})).isFalse();
    assertThat(grid.saturates(new double[] {64 * STEP, 4 * 65 * STEP})).isTrue();
  }

  @Example
  void aRangeWithoutExtentHasOneValue() {
    Grid grid = new Grid(new double[] {0.5}, new double[] {0}, 0, 0);
    assertThat(grid.nearest(0, 3)).isEqualTo(0.5);
  }
}
