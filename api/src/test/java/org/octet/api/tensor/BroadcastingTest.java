package org.octet.api.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BroadcastingTest {
  @Property(seed = "1")
  void eachElementHasItsOwnOfTheSmallerTensor(
      @ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(max = 4) int rank) {
    Random random = new Random(seed);
    long[] large = random.longs(rank, 1, 5).toArray();
    long[] small = Arrays.copyOfRange(large, random.nextInt(rank + 1), rank);
    for (int i = 0; i < small.length; i++) {
      small[i] = random.nextBoolean() ? small[i] : 1;
    }
    int[] expected = expected(small, large);
    int[] seen = new int[expected.length];
    int[] next = {0};
    Broadcasting.each(
        Shape.of(small),
        Shape.of(large),
        (from, to, index, step) -> {
          assertThat(from).isEqualTo(next[0]);
          for (int i = from; i < to; i++) {
            seen[i] = index + (i - from) * step;
          }
          next[0] = to;
        });
    assertThat(seen).isEqualTo(expected);
    assertThat(next[0]).isEqualTo(expected.length);
  }

  // place by place, from the definition
  private static int[] expected(long[] small, long[] large) {
    int[] expected = new int[(int) Arrays.stream(large).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < expected.length; i++) {
      int rest = i;
      int stride = 1;
      for (int axis = 1; axis <= large.length; axis++) {
        int position = rest % (int) large[large.length - axis];
        rest /= (int) large[large.length - axis];
        if (axis <= small.length) {
          int extent = (int) small[small.length - axis];
          expected[i] += extent == 1 ? 0 : position * stride;
          stride *= extent;
        }
      }
    }
    return expected;
  }

  @Test
  void kernelsAreOneRunPerChannel() {
    List<Integer> lengths = new ArrayList<>();
    Broadcasting.each(
        Shape.of(4, 1, 1, 1),
        Shape.of(4, 8, 3, 3),
        (from, to, index, step) -> lengths.add(to - from));
    assertThat(lengths).containsExactly(72, 72, 72, 72);
  }

  @Test
  void nothingIsWalkedThroughInATensorWithoutElements() {
    Broadcasting.each(
        Shape.of(1, 3),
        Shape.of(0, 3),
        (from, to, index, step) -> {
          throw new AssertionError("elements " + from + " to " + to);
        });
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThat(Broadcasting.fits(Shape.of(2), Shape.of(3))).isFalse();
    assertThat(Broadcasting.fits(Shape.of(1, 1), Shape.of(3))).isFalse();
    assertThatThrownBy(() -> Broadcasting.each(Shape.of(2), Shape.of(3), (a, b, c, d) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not broadcast");
  }
}
