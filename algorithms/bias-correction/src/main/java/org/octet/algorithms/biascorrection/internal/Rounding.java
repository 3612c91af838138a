package org.octet.algorithms.biascorrection.internal;

import java.util.List;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** How much of a weight rounding takes away. Stateless. */
final class Rounding {
  /**
   * Weights that lose less than this share of their energy, 50 dB, were on a grid already: even
   * evenly spread weights lose more in 8 bits (48 dB). There is nothing worth correcting.
   */
  private static final double NEGLIGIBLE = 1e-5;

  private Rounding() {}

  /**
   * Subtracts rounded values from a weight, in place.
   *
   * @return whether what is left is negligible
   */
  static boolean subtract(float[] weight, float[] rounded) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < weight.length; i++) {
      signal += (double) weight[i] * weight[i];
      weight[i] -= rounded[i];
      noise += (double) weight[i] * weight[i];
    }
    return noise <= NEGLIGIBLE * signal;
  }

  /**
   * Whether a layer's weight loses a negligible share when each output channel is rounded to signed
   * codes: so do weights that were quantized before. Told before any quantizer is there.
   *
   * @param op the layer, whose weight is constant and of static shape
   * @param bits of the codes
   */
  static boolean onGrid(Operation op, int weightPort, int bits) {
    Tensor weight =
        OperationTraits.constantBehind(op.input(weightPort).source()).orElseThrow().value();
    Shape shape = op.input(weightPort).source().shape().toShape().orElseThrow();
    Channels channels = Channels.of(shape, OperationTraits.weightChannelAxes(op, weightPort));
    float[] values = Floats.read(weight);
    double[] most = new double[channels.count];
    double signal = 0;
    for (int from = 0; from < values.length; from += channels.run) {
      int c = channels.of(from);
      for (int i = from; i < from + channels.run; i++) {
        most[c] = Math.max(most[c], Math.abs(values[i]));
        signal += (double) values[i] * values[i];
      }
    }
    double largestCode = (1 << (bits - 1)) - 1;
    double noise = 0;
    for (int from = 0; from < values.length && noise <= NEGLIGIBLE * signal; from += channels.run) {
      double step = most[channels.of(from)] / largestCode;
      for (int i = from; i < from + channels.run && step > 0; i++) {
        double error = values[i] - Math.rint(values[i] / step) * step;
        noise += error * error;
      }
    }
    return noise <= NEGLIGIBLE * signal;
  }

  /**
   * Tells the output channel of each element of a weight.
   *
   * @param run neighbouring elements that are always of the same channel
   */
  private record Channels(int count, int run, int[] strides, int[] extents) {
    static Channels of(Shape shape, List<Integer> axes) {
      int[] strides = new int[axes.size()];
      int[] extents = new int[axes.size()];
      int count = 1;
      for (int a = 0; a < strides.length; a++) {
        int stride = 1;
        for (int axis = axes.get(a) + 1; axis < shape.rank(); axis++) {
          stride *= Math.toIntExact(shape.dim(axis));
        }
        strides[a] = stride;
        extents[a] = Math.toIntExact(shape.dim(axes.get(a)));
        count *= extents[a];
      }
      return new Channels(
          count, strides.length == 0 ? 1 : strides[strides.length - 1], strides, extents);
    }

    int of(int element) {
      int channel = 0;
      for (int a = 0; a < strides.length; a++) {
        channel = channel * extents[a] + element / strides[a] % extents[a];
      }
      return channel;
    }
  }
}
