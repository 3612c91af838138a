package org.octet.core.internal.calibration;

import java.util.Arrays;
import org.octet.api.model.TensorId;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A quantile that is taken of a raw tensor, and where it lies in the model's vector.
 *
 * @param tensor the tensor
 * @param axis channel axis, or {@link Track#WHOLE}
 * @param channels number of channels; 1 for the whole
 * @param probability from 0 to 1
 * @param magnitude whether of the magnitudes
 * @param offset place of the first channel
 */
record RawTrack(
    TensorId tensor, int axis, int channels, double probability, boolean magnitude, int offset) {

  /** Takes the quantile of every channel. */
  void measure(Tensor raw, float[] vector) {
    float[] values = raw.toFloats();
    if (magnitude) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]);
      }
    }
    if (axis == Track.WHOLE) {
      vector[offset] = Quantiles.quantile(values, values.length, probability);
      return;
    }
    int inner = inner(raw.shape());
    int outer = values.length / (inner * channels);
    float[] channel = new float[outer * inner];
    for (int c = 0; c < channels; c++) {
      for (int o = 0; o < outer; o++) {
        System.arraycopy(values, (o * channels + c) * inner, channel, o * inner, inner);
      }
      vector[offset + c] = Quantiles.quantile(channel, channel.length, probability);
    }
  }

  private int inner(Shape shape) {
    long[] dims = shape.toArray();
    long product = 1;
    for (long d : Arrays.copyOfRange(dims, axis + 1, dims.length)) {
      product *= d;
    }
    return (int) product;
  }
}
