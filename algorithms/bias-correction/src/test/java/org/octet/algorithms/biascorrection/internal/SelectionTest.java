package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SelectionTest {
  /** A score that is the sum of what each correction brings. */
  private static double sum(BitSet choice, double... gains) {
    return choice.stream().mapToDouble(i -> gains[i]).sum();
  }

  private static Function<List<BitSet>, double[]> each(ToDoubleFunction<BitSet> score) {
    return choices -> choices.stream().mapToDouble(score).toArray();
  }

  private static BitSet choose(int evaluations, double... gains) {
    return new Selection(gains.length, evaluations, 0.05, each(c -> sum(c, gains)))
        .choose()
        .chosen();
  }

  @Test
  void keepsAllThatHelp() {
    assertThat(choose(6, 1, 1, 1, 1).cardinality()).isEqualTo(4);
  }

  @Test
  void keepsNoneThatHarm() {
    assertThat(choose(6, -1, -1, -1, -1).isEmpty()).isTrue();
  }

  @Test
  void gainBelowTheMinimumIsNotTaken() {
    assertThat(choose(6, 0.01, 0.01).isEmpty()).isTrue();
  }

  @Test
  void dropsTheHalfThatHarms() {
    assertThat(choose(4, -9, -1, 3, 3).toString()).isEqualTo("{2, 3}");
  }

  @Test
  void asksTwiceWhereAllTogetherDoNotHarm() {
    for (double gain : new double[] {-0.01, 0, 0.01, 1}) {
      List<BitSet> asked = new ArrayList<>();
      Selection selection =
          new Selection(4, 9, 0.05, each(c -> asked.add(c) ? gain * c.cardinality() : Double.NaN));
      assertThat(selection.choose().chosen().cardinality()).isEqualTo(gain == 1 ? 4 : 0);
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void findsTheQuarterThatHelps() {
    assertThat(choose(20, -9, -9, 2, 2, -9, -9, -9, -9).toString()).isEqualTo("{2, 3}");
  }

  @Test
  void anyFiniteScoreIsBetterThanNone() {
    BitSet chosen =
        new Selection(2, 4, 0.05, each(c -> c.isEmpty() ? Double.NaN : 10)).choose().chosen();
    assertThat(chosen.cardinality()).isEqualTo(2);
  }

  @Test
  void notANumberIsNeverChosen() {
    BitSet chosen =
        new Selection(2, 4, 0.05, each(c -> c.isEmpty() ? 10 : Double.NaN)).choose().chosen();
    assertThat(chosen.isEmpty()).isTrue();
  }

  @Property(seed = "1")
  void neverWorseThanNoneAndNeverBeyondTheBudget(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -9, max = 9) Integer> gains,
      @ForAll @IntRange(min = 2, max = 12) int budget) {
    double[] values = gains.stream().mapToDouble(Integer::doubleValue).toArray();
    List<BitSet> asked = new ArrayList<>();
    Selection selection =
        new Selection(
                values.length,
                budget,
                0.05,
                each(
                    c -> {
                      asked.add(c);
                      return sum(c, values);
                    }))
            .choose();
    assertThat(asked.size()).isLessThanOrEqualTo(budget);
    assertThat(selection.scoreOfChosen()).isGreaterThanOrEqualTo(selection.scoreOfNone());
    assertThat(sum(selection.chosen(), values)).isEqualTo(selection.scoreOfChosen());
  }
}
