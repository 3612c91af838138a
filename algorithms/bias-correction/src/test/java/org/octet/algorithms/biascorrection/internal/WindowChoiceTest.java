package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.statistics.Window;

class WindowChoiceTest {
  private static boolean worthwhile(Window window, int extent, long outputsPerGroup) {
    return new WindowChoice(List.of(window, window), new int[] {extent, extent}, outputsPerGroup)
        .worthwhile();
  }

  private static Window same(int kernel, int dilation, int extent) {
    return new Window(kernel, 1, dilation, kernel / 2 * dilation, extent, false);
  }

  @Test
  void onSmallMapsWindowsAreAlwaysTaken() {
    assertThat(worthwhile(same(3, 1, 7), 7, 1)).isTrue();
    assertThat(worthwhile(same(3, 1, 32), 32, 1)).isTrue();
  }

  @Test
  void onLargeMapsTheyAreTakenWhereTheyAreCheap() {
    assertThat(worthwhile(same(3, 1, 112), 112, 1)).isFalse();
    assertThat(worthwhile(same(3, 1, 112), 112, 16)).isTrue();
    assertThat(worthwhile(new Window(3, 2, 1, 1, 112, false), 224, 32)).isTrue();
    assertThat(worthwhile(new Window(3, 2, 1, 1, 56, false), 112, 1)).isFalse();
  }

  @Test
  void wideBordersAreNeverLeftOut() {
    assertThat(worthwhile(same(3, 8, 64), 64, 1)).isTrue();
    assertThat(worthwhile(new Window(9, 1, 1, 8, 128, true), 120, 1)).isFalse();
    assertThat(worthwhile(new Window(9, 1, 1, 16, 100, true), 120, 1)).isTrue();
  }

  @Test
  void theyAreNotTakenWhereThePlainMeanIsTheSame() {
    assertThat(worthwhile(new Window(1, 1, 1, 0, 7, false), 7, 64)).isFalse();
    assertThat(worthwhile(new Window(1, 1, 1, 0, 9, false), 7, 64)).isTrue();
    assertThat(worthwhile(new Window(1, 2, 1, 0, 4, false), 7, 64)).isTrue();
  }
}
