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

  /** What is learnt on some is judged on others, as far as there are enough. */
  @Test
  void takesThoseBetween() {
    RandomSamples loader = new RandomSamples(250, Shape.of(1));
    Samples all = Samples.subset(loader, 250);
    assertThat(all.between(50).indices())
        .hasSize(50)
        .doesNotContain(all.spread(50).indices())
        .startsWith(2, 7, 12)
        .endsWith(247);
    assertThat(all.between(250).indices()).isEqualTo(all.indices());
    assertThat(Samples.subset(loader, 3).between(50).indices()).containsExactly(0, 83, 166);
  }
}
