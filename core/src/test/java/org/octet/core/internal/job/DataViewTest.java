package org.octet.core.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;

class DataViewTest {
  private static DataLoader numbers(int size) {
    return new DataLoader() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Sample get(int index) {
        return new Sample(Integer.toString(index), Map.of(), Optional.empty());
      }
    };
  }

  private static List<String> ids(DataLoader loader) {
    return IntStream.range(0, loader.size()).mapToObj(i -> loader.get(i).id()).toList();
  }

  @Test
  void slicesKeepTheOrder() {
    assertThat(ids(DataView.of(numbers(7), "1::3", null))).containsExactly("1", "4");
  }

  @Test
  void shuffleIsAPermutationThatOnlyTheSeedDecides() {
    List<String> once = ids(DataView.of(numbers(50), null, 7L));
    assertThat(once)
        .isEqualTo(ids(DataView.of(numbers(50), null, 7L)))
        .isNotEqualTo(ids(DataView.of(numbers(50), null, 8L)))
        .isNotEqualTo(ids(numbers(50)))
        .containsExactlyInAnyOrderElementsOf(ids(numbers(50)));
  }

  @Test
  void shuffleTakesTheSliceFirst() {
    assertThat(ids(DataView.of(numbers(10), "0::2", 1L)))
        .containsExactlyInAnyOrder("0", "2", "4", "6", "8");
  }

  @Test
  void nothingLeftIsTheUsersError() {
    assertThatThrownBy(() -> DataView.of(numbers(10), "10:", null))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "slice '10:' takes nothing of the 10 samples; start and stop are from -10 to 10");
    assertThatThrownBy(() -> DataView.of(numbers(0), null, null))
        .isInstanceOf(InputException.class)
        .hasMessage("the data has no samples");
  }
}
