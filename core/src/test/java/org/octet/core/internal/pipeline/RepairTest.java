package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RepairTest {
  @Property(seed = "1")
  void findsTheLeastNumberWithFewQuestions(
      @ForAll @IntRange(min = 1, max = 5000) int most,
      @ForAll @IntRange(min = 1, max = 6000) int needed) {
    List<Integer> asked = new ArrayList<>();
    int least =
        Repair.least(
            most,
            Repair.Pace.FINE,
            counts -> {
              asked.addAll(counts);
              return counts.stream().map(k -> k >= needed).toList();
            });
    assertThat(least).isEqualTo(needed <= most ? needed : -1);
    int bits = 32 - Integer.numberOfLeadingZeros(most);
    assertThat(asked).hasSizeLessThanOrEqualTo(2 * bits + 4).allMatch(k -> k >= 1 && k <= most);
  }

  @Property(seed = "1")
  void coarseSearchAsksALogarithmAndEndsNear(
      @ForAll @IntRange(min = 1, max = 5000) int most,
      @ForAll @IntRange(min = 1, max = 5000) int needed) {
    List<Integer> asked = new ArrayList<>();
    int least =
        Repair.least(
            most,
            Repair.Pace.COARSE,
            counts -> {
              asked.addAll(counts);
              return counts.stream().map(k -> k >= needed).toList();
            });
    assertThat(least).isEqualTo(needed > most ? -1 : least).isLessThanOrEqualTo(most);
    assertThat(least < 0 || least >= needed && least <= 1 + needed / 0.75).isTrue();
    int bits = 32 - Integer.numberOfLeadingZeros(most);
    assertThat(asked).hasSizeLessThanOrEqualTo(bits / 2 + 7).doesNotHaveDuplicates();
  }

  @Property(seed = "1")
  void whatItFindsHolds(@ForAll List<Boolean> answers) {
    int most = answers.size();
    if (most == 0) {
      return;
    }
    for (Repair.Pace pace : Repair.Pace.values()) {
      int least =
          Repair.least(most, pace, counts -> counts.stream().map(k -> answers.get(k - 1)).toList());
      assertThat(least < 0 || answers.get(least - 1)).isTrue();
      assertThat(least).isNotZero();
      if (answers.get(most - 1)) {
        assertThat(least).isPositive();
      }
    }
  }

  @Property(seed = "1")
  void leavesOutWhatIsNotNeeded(
      @ForAll @IntRange(min = 1, max = 40) int size, @ForAll Set<@IntRange(max = 39) Integer> all) {
    Set<Integer> needed = new TreeSet<>(all);
    needed.removeIf(i -> i >= size);
    List<Integer> chosen = IntStream.range(0, size).boxed().toList();
    assertThat(Repair.pruned(chosen, 1000, i -> 0, c -> c.containsAll(needed)))
        .containsExactlyElementsOf(needed.isEmpty() ? List.of(size - 1) : needed);
    List<Integer> few = Repair.pruned(chosen, 3, i -> 0, c -> c.containsAll(needed));
    assertThat(few).containsAll(needed).isNotEmpty().doesNotHaveDuplicates().isSorted();
  }

  @Property(seed = "1")
  void leavesOutTheDearestFirst(
      @ForAll @IntRange(min = 2, max = 40) int size, @ForAll @IntRange(max = 39) int dearest) {
    List<Integer> chosen = IntStream.range(0, size).boxed().toList();
    int dear = dearest % size;
    // any one of them is enough
    List<Integer> kept = Repair.pruned(chosen, 1000, i -> i == dear ? 1 : 0, c -> !c.isEmpty());
    assertThat(kept).hasSize(1).doesNotContain(dear);
  }
}
