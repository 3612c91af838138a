package org.octet.core.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {
  @ParameterizedTest
  @CsvSource({
    "0::2, 5, '0,2,4'",
    "1::2, 5, '1,3'",
    "-3:, 5, '2,3,4'",
    ":-3, 5, '0,1'",
    "::-1, 4, '3,2,1,0'",
    "3:0:-1, 5, '3,2,1'",
    "-1:-4:-2, 5, '4,2'",
    "10:, 5, ''",
    "-100:100, 3, '0,1,2'",
    "2:2, 5, ''",
    ":, 2, '0,1'",
    "::999999999999999999, 3, '0'",
    "' 1 : 3 ', 5, '1,2'",
    "+1:+3, 5, '1,2'",
    "::, 0, ''",
  })
  void takesWhatPythonTakes(String text, int size, String expected) {
    List<Integer> taken = new ArrayList<>();
    for (int i : Slice.parse(text).indices(size)) {
      taken.add(i);
    }
    String shown = String.join(",", taken.stream().map(String::valueOf).toList());
    assertThat(shown).isEqualTo(expected);
  }

  /** Every start, stop, step and size of a range, against the definition. */
  @Test
  void agreesWithTheDefinition() {
    for (int size = 0; size <= 6; size++) {
      for (Long start : places()) {
        for (Long stop : places()) {
          for (long step = -4; step <= 4; step++) {
            if (step != 0) {
              Slice slice = new Slice(start, stop, step);
              assertThat(slice.indices(size))
                  .as("%s of %d", slice, size)
                  .isEqualTo(oracle(start, stop, step, size));
            }
          }
        }
      }
    }
  }

  private static List<Long> places() {
    List<Long> places = new ArrayList<>();
    places.add(null);
    for (long i = -9; i <= 9; i++) {
      places.add(i);
    }
    return places;
  }

  /**
   * The language reference: i = x + n*k for n = 0, 1, ... up to, not including, y; negative places
   * have the length added first.
   */
  private static int[] oracle(Long start, Long stop, long step, int size) {
    List<Integer> taken = new ArrayList<>();
    long x = start == null ? (step > 0 ? 0 : size - 1) : start < 0 ? start + size : start;
    boolean toTheEnd = stop == null;
    long y = toTheEnd ? 0 : stop < 0 ? stop + size : stop;
    // start is moved into the sequence before counting
    x = step > 0 ? Math.max(x, 0) : Math.min(x, size - 1);
    for (long i = x; i >= 0 && i < size; i += step) {
      if (!toTheEnd && (step > 0 ? i >= y : i <= y)) {
        break;
      }
      taken.add((int) i);
    }
    return taken.stream().mapToInt(Integer::intValue).toArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "a:b", "1:2:3:4", "1.5:", "::0", "1-2:", "99999999999999999999:"})
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> Slice.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*(start:stop:step|must not be 0).*");
  }
}
