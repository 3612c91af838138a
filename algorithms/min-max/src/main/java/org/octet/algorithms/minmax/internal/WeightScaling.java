package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.tensor.Broadcasting;
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
    Broadcasting.each(
        along(shape),
        shape,
        (from, to, channel, step) -> {
          for (int i = from, c = channel; i < to; i++, c += step) {
            scaled[i] /= factors[c];
          }
        });
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
    FakeQuantize.Range wide = range.broadcastTo(full);
    Broadcasting.each(
        along(full),
        full,
        (from, to, channel, step) -> {
          for (int i = from, c = channel; i < to; i++, c += step) {
            wide.low()[i] *= factors[c];
            wide.high()[i] *= factors[c];
          }
        });
    return wide;
  }

  private Shape along(Shape of) {
    long[] dims = new long[of.rank()];
    Arrays.fill(dims, 1);
    dims[axis] = factors.length;
    return Shape.of(dims);
  }
}
