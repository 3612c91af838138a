package org.octet.core.internal.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.core.internal.execution.GraphBuilder;

class IntegerWeightsTest {
  private static void quantize(Model model, Input input) {
    FakeQuantize.insert(
        model, "fq", input.source(), List.of(input), 255, FakeQuantize.Range.scalar(-1, 1));
  }

  /** The network with integer weights, and so many layers whose data are quantized, too. */
  private static Model stored(int quantized) {
    Model model = GraphBuilder.residual(1);
    List<Operation> layers =
        model.operations().stream().filter(op -> op.is("Convolution")).toList();
    for (int i = 0; i < layers.size(); i++) {
      quantize(model, layers.get(i).input(1));
      if (i < quantized) {
        quantize(model, layers.get(i).input(0));
      }
    }
    WeightCompressor.compress(model);
    return model;
  }

  @Test
  void floatNetworksHaveNone() {
    assertThat(IntegerWeights.mayMeetFloats(GraphBuilder.residual(1))).isFalse();
  }

  @Test
  void whereAllDataAreQuantizedTheyDoNot() {
    assertThat(IntegerWeights.mayMeetFloats(stored(5))).isFalse();
  }

  @Test
  void oneLayerWithFloatDataIsEnough() {
    assertThat(IntegerWeights.mayMeetFloats(stored(4))).isTrue();
    assertThat(IntegerWeights.mayMeetFloats(stored(0))).isTrue();
  }
}
