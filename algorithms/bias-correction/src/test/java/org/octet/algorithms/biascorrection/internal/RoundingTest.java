package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.model.Operation;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class RoundingTest {
  private final Random random = new Random(11);

  private static Operation layer(String type, Shape shape, float[] values) {
    Operation x = new Operation("Parameter", "opset1", "x");
    Operation op = new Operation(type, "opset1", "layer");
    op.addInput(x.addOutput(ElementType.F32, PartialShape.of(1, 8, 9, 9)));
    op.addInput(Operation.constant("w", Tensor.of(shape, values)).output(0));
    op.addOutput(ElementType.F32, PartialShape.of(1, 8, 9, 9));
    return op;
  }

  private float[] gaussian(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Layer, shape of the weight, and for each axis whether it tells output channels apart. */
  static Stream<Arguments> layouts() {
    return Stream.of(
        Arguments.of("Convolution", Shape.of(5, 4, 3, 3), new boolean[] {true, false}),
        Arguments.of("ConvolutionBackpropData", Shape.of(4, 5, 3, 3), new boolean[] {false, true}),
        Arguments.of("GroupConvolution", Shape.of(3, 2, 4, 3, 3), new boolean[] {true, true}),
        Arguments.of(
            "GroupConvolutionBackpropData",
            Shape.of(3, 4, 2, 3, 3),
            new boolean[] {true, false, true}),
        Arguments.of("MatMul", Shape.of(30, 5), new boolean[] {false, true}));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void seesTheGridOfEachOutputChannel(String type, Shape shape, boolean[] channelAxes) {
    int n = (int) shape.elements();
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      int rest = i;
      int channel = 0;
      boolean first = true;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        int at = rest % (int) shape.dim(axis);
        rest /= (int) shape.dim(axis);
        boolean tells = axis < channelAxes.length && channelAxes[axis];
        channel = tells ? channel * 31 + at : channel;
        first &= tells || at == 0;
      }
      // the first of a channel has the largest code; each channel has a step of its own
      int code = first ? 127 : random.nextInt(255) - 127;
      values[i] = code * (1 + 0.37f * channel);
    }
    Operation op = layer(type, shape, values);
    assertThat(Rounding.onGrid(op, 1, 8)).isTrue();
    assertThat(Rounding.onGrid(op, 1, 4)).isFalse();
    assertThat(Rounding.onGrid(layer(type, shape, gaussian(n)), 1, 8)).isFalse();
  }

  @Test
  void nothingIsLostOfZeros() {
    assertThat(Rounding.onGrid(layer("MatMul", Shape.of(3, 2), new float[6]), 1, 8)).isTrue();
  }

  @Test
  void subtractsInPlace() {
    float[] weight = {1, 2, 3};
    assertThat(Rounding.subtract(weight, new float[] {1, 2, 2.5f})).isFalse();
    assertThat(weight).containsExactly(0, 0, 0.5f);
    assertThat(Rounding.subtract(new float[] {1, 2, 3}, new float[] {1, 2, 3.001f})).isTrue();
  }
}
