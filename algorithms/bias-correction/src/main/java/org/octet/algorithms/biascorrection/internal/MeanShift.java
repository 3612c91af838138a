package org.octet.algorithms.biascorrection.internal;

import java.util.Arrays;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.tensor.Shape;

/**
 * By how much the rounding of a weight moves the mean of each output channel: {@code delta[o] = sum
 * over input channels and taps of (W - Wq) * mean(x)}. Exact with the mean of what each tap sees of
 * the input; else the mean is taken to be the same at every tap, which is exact but for the padded
 * border, and a transposed convolution with stride s has 1/s of its taps at each position, per
 * axis. Sums are kept in double precision. Stateless.
 */
final class MeanShift {
  private MeanShift() {}

  /**
   * The shift per output channel, to be added to the bias.
   *
   * @param op the convolution or MatMul
   * @param weightPort the input that reads the weight
   * @param error {@code W - Wq}, rows in C order
   * @param shape shape of the weight; of a MatMul of rank 2
   * @param mean mean of the input per channel; or per tap and channel, the channels of the first
   *     tap first
   * @param windowed whether the means are per tap
   * @throws IllegalArgumentException when the means do not fit the weight
   */
  static float[] of(
      Operation op, int weightPort, float[] error, Shape shape, float[] mean, boolean windowed) {
    Layout layout = layout(op, weightPort, shape);
    int channels = layout.groups * layout.inputs;
    if (mean.length != (windowed ? channels * layout.taps : channels)) {
      throw new IllegalArgumentException(
          "%s has %d input channels and %d taps, %d means given"
              .formatted(op, channels, layout.taps, mean.length));
    }
    int step = windowed ? channels : 0;
    double[] sums = new double[layout.groups * layout.outputs];
    int i = 0;
    for (int g = 0; g < layout.groups; g++) {
      for (int a = 0; a < layout.first(); a++) {
        for (int b = 0; b < layout.second(); b++) {
          int out = g * layout.outputs + (layout.outputFirst ? a : b);
          int in = g * layout.inputs + (layout.outputFirst ? b : a);
          for (int tap = 0; tap < layout.taps; tap++) {
            sums[out] += (double) error[i++] * mean[in + tap * step];
          }
        }
      }
    }
    float[] shift = new float[sums.length];
    for (int o = 0; o < shift.length; o++) {
      shift[o] = (float) (windowed ? sums[o] : sums[o] / layout.share);
    }
    return shift;
  }

  /** How many values a shift has. */
  static int channels(Operation op, int weightPort, Shape shape) {
    Layout layout = layout(op, weightPort, shape);
    return layout.groups * layout.outputs;
  }

  private record Layout(
      int groups, int outputs, int inputs, int taps, boolean outputFirst, int share) {
    int first() {
      return outputFirst ? outputs : inputs;
    }

    int second() {
      return outputFirst ? inputs : outputs;
    }
  }

  private static Layout layout(Operation op, int weightPort, Shape s) {
    return switch (op.type()) {
      case OperationTypes.CONVOLUTION -> new Layout(1, dim(s, 0), dim(s, 1), taps(s, 2), true, 1);
      case OperationTypes.GROUP_CONVOLUTION ->
          new Layout(dim(s, 0), dim(s, 1), dim(s, 2), taps(s, 3), true, 1);
      case OperationTypes.CONVOLUTION_BACKPROP_DATA ->
          new Layout(1, dim(s, 1), dim(s, 0), taps(s, 2), false, strides(op));
      case OperationTypes.GROUP_CONVOLUTION_BACKPROP_DATA ->
          new Layout(dim(s, 0), dim(s, 2), dim(s, 1), taps(s, 3), false, strides(op));
      case OperationTypes.MAT_MUL -> {
        int contracted = OperationTraits.contractedAxis(op, weightPort);
        yield new Layout(1, dim(s, 1 - contracted), dim(s, contracted), 1, contracted == 1, 1);
      }
      default -> throw new IllegalArgumentException(op + " has no weight");
    };
  }

  private static int dim(Shape shape, int axis) {
    return Math.toIntExact(shape.dim(axis));
  }

  private static int taps(Shape shape, int from) {
    int taps = 1;
    for (int axis = from; axis < shape.rank(); axis++) {
      taps *= dim(shape, axis);
    }
    return taps;
  }

  private static int strides(Operation op) {
    return op.attribute("strides").stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .mapToInt(text -> Integer.parseInt(text.strip()))
        .reduce(1, (a, b) -> a * b);
  }
}
