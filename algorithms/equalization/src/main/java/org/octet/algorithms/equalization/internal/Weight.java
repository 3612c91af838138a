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
    for (int i = 0; i < values.length; i++) {
      int out = columns ? i % outputs : i / taps / inputs;
      int in = columns ? i / outputs : i / taps % inputs;
      int at = out * inputs + in;
      largest[at] = Math.max(largest[at], Math.abs(values[i]));
      energy[in] += (double) values[i] * values[i];
    }
    return new Weight(inputs, taps, largest, energy);
  }

  /** The sum over output channels of the square of the largest magnitude, rescaled. */
  double squaredRanges(float[] scales) {
    double sum = 0;
    for (int row = 0; row < largest.length; row += inputs) {
      float most = 0;
      for (int i = 0; i < inputs; i++) {
        most = Math.max(most, largest[row + i] * scales[i]);
      }
      sum += (double) most * most;
    }
    return sum;
  }
}
