package org.octet.algorithms.equalization.internal;

import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/**
 * What the error of a layer depends on of its weight.
 *
 * @param inputs input channels
 * @param taps weights per input and output channel: offsets of a kernel
 * @param largest the largest magnitude of each output and input channel, output channels first
 * @param energy the sum of squares of each input channel
 */
record Weight(int inputs, int taps, float[] largest, double[] energy) {
  /** The weight of a MatMul with a weight of rank 2, or of a Convolution. */
  static Weight of(Operation op) {
    int port = OperationTraits.weightPort(op).orElseThrow();
    float[] values =
        Floats.read(OperationTraits.constantBehind(op.input(port).source()).orElseThrow().value());
    Shape shape = op.input(port).source().shape().toShape().orElseThrow();
    boolean columns =
        op.is(OperationTypes.MAT_MUL) && OperationTraits.contractedAxis(op, port) == 0;
    int inputs = (int) shape.dim(columns ? 0 : 1);
    int outputs = (int) shape.dim(columns ? 1 : 0);
    int taps = values.length / inputs / outputs;
    float[] largest = new float[inputs * outputs];
    double[] energy = new double[inputs];
    for (int i = 0, row = 0; i < values.length; row++) {
      // a row: all taps of one pair of channels, or one input channel's weights of all output
      // channels
      int end = i + (columns ? outputs : taps);
      int in = columns ? row : row % inputs;
      int at = columns ? in : row;
      double sum = 0;
      for (; i < end; i++) {
        float value = values[i];
        sum += (double) value * value;
        float magnitude = Math.abs(value);
        if (magnitude > largest[at]) {
          largest[at] = magnitude;
        }
        at += columns ? inputs : 0;
      }
      energy[in] += sum;
    }
    return new Weight(inputs, taps, largest, energy);
  }

  /** The sum over output channels of the square of the largest magnitude, rescaled. */
  double squaredRanges(float[] scales) {
    double sum = 0;
    for (int row = 0; row < largest.length; row += inputs) {
      float most = 0;
      for (int i = 0; i < inputs; i++) {
        float here = largest[row + i] * scales[i];
        // not Math.max, which is a call in code that is compiled once only
        if (here > most) {
          most = here;
        }
      }
      sum += (double) most * most;
    }
    return sum;
  }
}
