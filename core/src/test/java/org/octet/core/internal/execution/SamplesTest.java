package org.octet.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Shape;

class SamplesTest {
  @Test
  void spreadsEvenly() {
    RandomSamples loader = new RandomSamples(10, Shape.of(1));
    assertThat(Samples.subset(loader, 4).indices()).containsExactly(0, 2, 5, 7);
    assertThat(Samples.subset(loader, 10).indices()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Samples.subset(loader, 300).size()).isEqualTo(10);
    assertThat(Samples.subset(loader, 4).spread(2).indices()).containsExactly(0, 5);
  }

  @Test
  void refusesAnEmptyDataSet() {
    assertThatThrownBy(() -> Samples.subset(new RandomSamples(0, Shape.of(1)), 5))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("empty");
  }
}
