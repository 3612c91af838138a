package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.octet.api.model.Operation;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;

/** The analytic shift against the mean of an operation computed directly, element by element. */
class MeanShiftTest {
  private static final int SIZE = 6;
  private final Random random = new Random(7);

  private float[] random(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int o = 0; o < expected.length; o++) {
      assertThat((double) actual[o]).isCloseTo(expected[o], within(1e-5));
    }
  }

  /**
   * Mean over all valid positions of a 3x3 convolution whose input is constant in each channel.
   *
   * @param weight index of the weight of output o, input i (within its group)
   */
  private static double[] direct(
      int outputs,
      int inputsPerGroup,
      int groups,
      float[] w,
      float[] mean,
      IntBinaryOperator weight) {
    double[] sums = new double[outputs];
    int positions = 0;
    for (int y = 0; y + 3 <= SIZE; y++) {
      for (int x = 0; x + 3 <= SIZE; x++, positions++) {
        for (int o = 0; o < outputs; o++) {
          int group = o / (outputs / groups);
          for (int i = 0; i < inputsPerGroup; i++) {
            for (int tap = 0; tap < 9; tap++) {
              sums[o] +=
                  (double) w[weight.applyAsInt(o, i) * 9 + tap] * mean[group * inputsPerGroup + i];
            }
          }
        }
      }
    }
    for (int o = 0; o < outputs; o++) {
      sums[o] /= positions;
    }
    return sums;
  }

  private static Operation op(String type) {
    return new Operation(type, "opset1", "op");
  }

  @Test
  void convolution() {
    float[] w = random(4 * 3 * 9);
    float[] mean = random(3);
    float[] shift = MeanShift.of(op("Convolution"), 1, w, Shape.of(4, 3, 3, 3), mean, false);
    assertClose(shift, direct(4, 3, 1, w, mean, (o, i) -> o * 3 + i));
  }

  @Test
  void groupConvolution() {
    float[] w = random(2 * 3 * 2 * 9);
    float[] mean = random(4);
    float[] shift =
        MeanShift.of(op("GroupConvolution"), 1, w, Shape.of(2, 3, 2, 3, 3), mean, false);
    assertClose(shift, direct(6, 2, 2, w, mean, (o, i) -> o * 2 + i));
  }

  @Test
  void depthwiseConvolution() {
    float[] w = random(5 * 9);
    float[] mean = random(5);
    float[] shift =
        MeanShift.of(op("GroupConvolution"), 1, w, Shape.of(5, 1, 1, 3, 3), mean, false);
    assertClose(shift, direct(5, 1, 5, w, mean, (o, i) -> o));
  }

  /** One-dimensional transposed convolutions, scattered directly; borders cut off. */
  private static double[] scatter(
      int groups, int inputs, int outputs, int kernel, int stride, float[] w, float[] mean) {
    int length = 40;
    double[][] out = new double[groups * outputs][length * stride + kernel];
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          for (int x = 0; x < length; x++) {
            for (int k = 0; k < kernel; k++) {
              int index = ((g * inputs + i) * outputs + o) * kernel + k;
              out[g * outputs + o][x * stride + k] += (double) w[index] * mean[g * inputs + i];
            }
          }
        }
      }
    }
    double[] means = new double[groups * outputs];
    int from = kernel * stride;
    int to = from + 20 * stride;
    for (int o = 0; o < means.length; o++) {
      for (int x = from; x < to; x++) {
        means[o] += out[o][x] / (to - from);
      }
    }
    return means;
  }

  @Test
  void transposedConvolution() {
    float[] w = random(3 * 2 * 4);
    float[] mean = random(3);
    Operation op = op("ConvolutionBackpropData").with("strides", "2");
    assertClose(
        MeanShift.of(op, 1, w, Shape.of(3, 2, 4), mean, false), scatter(1, 3, 2, 4, 2, w, mean));
  }

  @Test
  void transposedGroupConvolution() {
    float[] w = random(2 * 3 * 2 * 5);
    float[] mean = random(6);
    Operation op = op("GroupConvolutionBackpropData").with("strides", "3");
    assertClose(
        MeanShift.of(op, 1, w, Shape.of(2, 3, 2, 5), mean, false), scatter(2, 3, 2, 5, 3, w, mean));
  }

  private static Operation matMul(int weightPort, boolean transposed, long rows, long columns) {
    Operation op =
        op("MatMul").with(weightPort == 0 ? "transpose_a" : "transpose_b", "" + transposed);
    for (int port = 0; port < 2; port++) {
      PartialShape shape =
          port == weightPort ? PartialShape.of(rows, columns) : PartialShape.of(1, 1);
      op.addInput(
          new Operation("Parameter", "opset1", "p" + port).addOutput(ElementType.F32, shape));
    }
    return op;
  }

  @Test
  void matMulWithTransposedWeight() {
    float[] w = {1, 2, 3, 4, 5, 6};
    assertThat(
            MeanShift.of(
                matMul(1, true, 2, 3), 1, w, Shape.of(2, 3), new float[] {1, 10, 100}, false))
        .containsExactly(321f, 654f);
  }

  @Test
  void matMulWithPlainWeight() {
    float[] w = {1, 2, 3, 4, 5, 6};
    assertThat(
            MeanShift.of(
                matMul(1, false, 3, 2), 1, w, Shape.of(3, 2), new float[] {1, 10, 100}, false))
        .containsExactly(531f, 642f);
  }

  @Test
  void matMulWithWeightFirst() {
    float[] w = {1, 2, 3, 4, 5, 6};
    assertThat(
            MeanShift.of(
                matMul(0, false, 2, 3), 0, w, Shape.of(2, 3), new float[] {1, 10, 100}, false))
        .containsExactly(321f, 654f);
  }

  @Test
  void anotherNumberOfChannelsIsRefused() {
    assertThatThrownBy(
            () ->
                MeanShift.of(
                    op("Convolution"), 1, new float[12], Shape.of(4, 3, 1, 1), new float[2], false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 input channels and 1 taps, 2 means");
  }
}
