package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import java.util.List;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/** Ranges of constant weights, from all their elements. Stateless. */
final class WeightRanges {
  private WeightRanges() {}

  /**
   * The range of a weight.
   *
   * @param weight the tensor, constant and of static shape
   * @param quantizer which axes are kept, and the number of levels
   * @param halfRange whether only half of the codes may be used
   * @throws UnsupportedModelException when an element is not finite
   */
  static FakeQuantize.Range of(Output weight, WeightQuantizer quantizer, boolean halfRange) {
    Shape shape = weight.shape().toShape().orElseThrow();
    float[] values = Floats.read(OperationTraits.constantBehind(weight).orElseThrow().value());
    Shape kept = keep(shape, quantizer.channelAxes());
    float[] magnitude = magnitudes(values, shape, kept, weight);
    int levels = quantizer.config().levels();
    Ranges.Bounds bounds =
        halfRange
            ? Ranges.halfRange(magnitude, levels)
            : Ranges.symmetric(true, magnitude, levels, quantizer.config().narrowRange());
    return new FakeQuantize.Range(kept, bounds.low(), bounds.high());
  }

  private static Shape keep(Shape shape, List<Integer> axes) {
    if (axes.isEmpty()) {
      return Shape.of();
    }
    long[] dims = new long[shape.rank()];
    Arrays.setAll(dims, axis -> axes.contains(axis) ? shape.dim(axis) : 1);
    return Shape.of(dims);
  }

  private static float[] magnitudes(float[] values, Shape shape, Shape kept, Output weight) {
    float[] magnitude = new float[Math.toIntExact(kept.elements())];
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0 && kept.rank() > 0; axis--) {
      strides[axis] = kept.dim(axis) == 1 ? 0 : stride;
      stride *= Math.toIntExact(kept.dim(axis));
    }
    int[] position = new int[shape.rank()];
    int channel = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new UnsupportedModelException(
            "weight '%s' has the value %s; repair the model"
                .formatted(weight.operation().name(), value));
      }
      magnitude[channel] = Math.max(magnitude[channel], Math.abs(value));
      channel = next(position, strides, shape, channel);
    }
    return magnitude;
  }

  private static int next(int[] position, int[] strides, Shape shape, int channel) {
    int index = channel;
    for (int axis = position.length - 1; axis >= 0; axis--) {
      index += strides[axis];
      if (++position[axis] < shape.dim(axis)) {
        return index;
      }
      index -= strides[axis] * position[axis];
      position[axis] = 0;
    }
    return index;
  }
}
