package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.tensor.Shape;

/**
 * Rescales a weight against its input: products stay what they are.
 *
 * @param shape the weight's
 * @param axis axis of its input channels
 * @param factors by which the input's channels are multiplied, and the weight's divided
 */
record WeightScaling(Shape shape, int axis, float[] factors) {
  /**
   * @param reader the input that reads the weight, of a MatMul or a Convolution
   */
  static WeightScaling of(Input reader, Rescaling rescaling) {
    Operation op = reader.operation();
    int axis =
        op.is(OperationTypes.MAT_MUL) ? OperationTraits.contractedAxis(op, reader.index()) : 1;
    Shape shape = reader.source().shape().toShape().orElseThrow();
    return new WeightScaling(shape, axis, rescaling.factors());
  }

  /** The rescaled elements of the weight, rows in C order. */
  float[] scaled(float[] values) {
    float[] scaled = values.clone();
    int inner = inner(shape);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= factors[i / inner % factors.length];
    }
    return scaled;
  }

  /** What a range of the rescaled weight is in the weight's own unit, for each input channel. */
  FakeQuantize.Range unscaled(FakeQuantize.Range range) {
    long[] dims = new long[shape.rank()];
    Arrays.fill(dims, 1);
    for (int i = 0; i < range.shape().rank(); i++) {
      dims[i] = range.shape().dim(i);
    }
    // all input channels share a range, so that this axis has the extent 1 so far
    dims[axis] = factors.length;
    Shape full = Shape.of(dims);
    int inner = inner(full);
    float[] low = new float[Math.toIntExact(full.elements())];
    float[] high = new float[low.length];
    for (int i = 0; i < low.length; i++) {
      int channel = i / inner % factors.length;
      int at = range.low().length == 1 ? 0 : i / inner / factors.length * inner + i % inner;
      low[i] = range.low()[at] * factors[channel];
      high[i] = range.high()[at] * factors[channel];
    }
    return new FakeQuantize.Range(full, low, high);
  }

  private int inner(Shape of) {
    long inner = 1;
    for (int i = axis + 1; i < of.rank(); i++) {
      inner *= of.dim(i);
    }
    return Math.toIntExact(inner);
  }
}
