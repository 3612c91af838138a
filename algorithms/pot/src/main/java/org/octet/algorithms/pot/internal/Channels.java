package org.octet.algorithms.pot.internal;

import java.util.List;
import org.octet.api.tensor.Shape;

/**
 * Which output channel and which input channel each element of a weight belongs to.
 *
 * @param output by element, from 0
 * @param input by element, from 0
 * @param outputs number of output channels
 * @param inputs number of input channels
 */
record Channels(int[] output, int[] input, int outputs, int inputs) {
  /** What POT adds to a spread. */
  private static final double EPSILON = 1e-9;

  /**
   * The channels of a weight.
   *
   * @param outputAxes the axes of output channels
   * @param groupAxis the axis of groups, which are output and input channels; -1: none
   * @param inputAxis the axis of input channels
   */
  static Channels of(Shape shape, List<Integer> outputAxes, int groupAxis, int inputAxis) {
    int count = Math.toIntExact(shape.elements());
    int[] output = new int[count];
    int[] input = new int[count];
    int[] index = new int[shape.rank()];
    int outputs = 0;
    int inputs = 0;
    for (int i = 0; i < count; i++) {
      int o = 0;
      for (int axis : outputAxes) {
        o = o * (int) shape.dim(axis) + index[axis];
      }
      int in = groupAxis < 0 ? 0 : index[groupAxis] * (int) shape.dim(inputAxis);
      output[i] = o;
      input[i] = in + index[inputAxis];
      outputs = Math.max(outputs, output[i] + 1);
      inputs = Math.max(inputs, input[i] + 1);
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
    return new Channels(output, input, outputs, inputs);
  }

  /**
   * Zeroes what is not kept, and gives each output channel its mean and its standard deviation back
   * before.
   *
   * @param before the weights
   * @param after takes the result
   */
  void restore(float[] before, float[] after, boolean[] kept) {
    for (int i = 0; i < after.length; i++) {
      after[i] = kept[i] ? before[i] : 0;
    }
    double[][] was = moments(before);
    double[][] is = moments(after);
    for (int i = 0; i < after.length; i++) {
      int c = output[i];
      double centred = (after[i] - is[0][c]) / (is[1][c] + EPSILON);
      after[i] = kept[i] ? (float) (centred * was[1][c] + was[0][c]) : 0;
    }
  }

  /** Means and standard deviations by output channel. */
  private double[][] moments(float[] values) {
    double[] count = new double[outputs];
    double[] mean = new double[outputs];
    double[] spread = new double[outputs];
    for (int i = 0; i < values.length; i++) {
      count[output[i]]++;
      mean[output[i]] += values[i];
    }
    for (int c = 0; c < outputs; c++) {
      mean[c] /= count[c];
    }
    for (int i = 0; i < values.length; i++) {
      double d = values[i] - mean[output[i]];
      spread[output[i]] += d * d / count[output[i]];
    }
    for (int c = 0; c < outputs; c++) {
      spread[c] = Math.sqrt(spread[c]);
    }
    return new double[][] {mean, spread};
  }

  /**
   * By how much the means of the output channels fall when weights change.
   *
   * @param means of the input channels
   */
  float[] shift(float[] before, float[] after, float[] means) {
    double[] shift = new double[outputs];
    for (int i = 0; i < before.length; i++) {
      shift[output[i]] += ((double) before[i] - after[i]) * means[input[i]];
    }
    float[] rounded = new float[outputs];
    for (int c = 0; c < outputs; c++) {
      rounded[c] = (float) shift[c];
    }
    return rounded;
  }
}
