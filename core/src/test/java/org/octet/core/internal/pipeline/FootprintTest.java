package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.Shape;
import org.octet.core.internal.execution.GraphBuilder;

class FootprintTest {
  private static double bytes(PartialShape shape, int requests) {
    GraphBuilder g = new GraphBuilder(1);
    Output x = g.parameter("x", shape);
    g.result("y", g.binary("Multiply", "scaled", x, g.constant("f", Shape.of(1, 2), 2, 3)));
    return Footprint.bytes(OptimizedModel.of("m", g.model()), requests);
  }

  @Test
  void isThatOfWeightsAndOfLargestTensorsPerRequest() {
    assertThat(bytes(PartialShape.of(1, 50), 1)).isEqualTo(2 * 4 + 3 * 50 * 4);
    assertThat(bytes(PartialShape.of(1, 50), 4)).isEqualTo(2 * 4 + 4 * 3 * 50 * 4);
  }

  @Test
  void openBatchCountsAsOneAndOtherOpenExtentsAsTooMuch() {
    assertThat(bytes(PartialShape.of(-1, 50), 1)).isEqualTo(bytes(PartialShape.of(1, 50), 1));
    assertThat(bytes(PartialShape.of(1, -1), 1)).isInfinite();
  }
}
