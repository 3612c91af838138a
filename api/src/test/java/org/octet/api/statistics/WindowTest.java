package org.octet.api.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
  @Test
  void offsetsSeeLessAtThePaddedBorder() {
    Window window = new Window(3, 1, 1, 1, 4, false);
    assertThat(window.shares(0, 4)).containsExactly(0.25, 0.25, 0.25, 0);
    assertThat(window.shares(1, 4)).containsExactly(0.25, 0.25, 0.25, 0.25);
    assertThat(window.shares(2, 4)).containsExactly(0, 0.25, 0.25, 0.25);
  }

  @Test
  void stridesAndDilationsPassOverPositions() {
    Window window = new Window(2, 2, 3, 0, 2, false);
    assertThat(window.shares(0, 6)).containsExactly(0.5, 0, 0.5, 0, 0, 0);
    assertThat(window.shares(1, 6)).containsExactly(0, 0, 0, 0.5, 0, 0.5);
  }

  @Test
  void transposedOffsetsLoseWhatIsCutOff() {
    // positions 0, 2, 4 go to 0, 2, 4 and 1, 3, 5, less one
    Window window = new Window(2, 2, 1, 1, 4, true);
    assertThat(window.shares(0, 3)).containsExactly(0, 0.25, 0.25);
    assertThat(window.shares(1, 3)).containsExactly(0.25, 0.25, 0);
  }

  @Test
  void offsetsOfAKernelMultiply() {
    Window three = new Window(3, 1, 1, 1, 4, false);
    Window two = new Window(2, 1, 1, 1, 4, false);
    assertThat(new Reducer.WindowMean(List.of(three, two)).offsets()).isEqualTo(6);
    assertThat(new Reducer.WindowMean(List.of(three, two)))
        .isEqualTo(new Reducer.WindowMean(List.of(three, two)));
  }

  @Test
  void numbersBelowOneAreRefused() {
    assertThatThrownBy(() -> new Window(3, 0, 1, 1, 4, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stride 0");
  }
}
