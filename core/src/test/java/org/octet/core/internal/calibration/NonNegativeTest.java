package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.Shape;
import org.octet.core.internal.execution.GraphBuilder;

class NonNegativeTest {
  private final GraphBuilder g = new GraphBuilder(3);
  private final Output x = g.parameter("x", PartialShape.of(1, 4, 8, 8));

  private static boolean nonNegative(Output tensor) {
    return new NonNegative().test(tensor);
  }

  @Test
  void knowsActivationsAndWhatMovesThem() {
    Output relu = g.relu("relu", x);
    assertThat(nonNegative(x)).isFalse();
    assertThat(nonNegative(relu)).isTrue();
    assertThat(nonNegative(g.clamp("relu6", x, 0, 6))).isTrue();
    assertThat(nonNegative(g.clamp("htanh", x, -1, 1))).isFalse();
    assertThat(nonNegative(g.binary("Add", "sum", relu, relu))).isTrue();
    assertThat(nonNegative(g.binary("Add", "mixed", relu, x))).isFalse();
    assertThat(nonNegative(g.binary("Concat", "concat", relu, x))).isFalse();
    assertThat(nonNegative(g.binary("MaxPool", "pool", relu, relu))).isTrue();
    assertThat(nonNegative(g.binary("Subtract", "minus", relu, relu))).isFalse();
  }

  @Test
  void knowsClipsAsImportersWriteThem() {
    Output zero = g.constant("zero", Shape.of(1), 0f);
    Output six = g.constant("six", Shape.of(1), 6f);
    Output minus = g.constant("minus", Shape.of(1), -1f);
    Output low = g.binary("Maximum", "low", x, zero);
    assertThat(nonNegative(g.binary("Minimum", "clip", low, six))).isTrue();
    assertThat(nonNegative(g.binary("Minimum", "clipped below", low, minus))).isFalse();
    assertThat(nonNegative(g.binary("Maximum", "leaky", x, minus))).isFalse();
  }
}
