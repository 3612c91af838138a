package org.octet.core.internal.calibration;

import java.util.Arrays;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * What is taken of a raw tensor, and where it lies in the model's vector.
 *
 * @param tensor the tensor
 * @param axis channel axis, or {@link Track#WHOLE}
 * @param channels number of channels; 1 for the whole
 * @param reducer a quantile, a histogram or second moments
 * @param offset place of the first value
 */
record RawTrack(TensorId tensor, int axis, int channels, Reducer reducer, int offset) {

  /** Number of values. */
  int length() {
    if (reducer instanceof Reducer.Histogram h) {
      return h.bins();
    }
    return reducer instanceof Reducer.SecondMoment m ? Moments.length(m, channels) : channels;
  }

  /** Whether samples are averaged as they come, and not kept. */
  boolean averaged() {
    return reducer instanceof Reducer.SecondMoment || reducer instanceof Reducer.Histogram;
  }

  /** Takes the values of one sample. */
  void measure(Tensor raw, float[] vector) {
    if (reducer instanceof Reducer.SecondMoment m) {
      new Moments(m, axis, channels).measure(raw.toFloats(), raw.shape(), vector, offset);
    } else if (reducer instanceof Reducer.Histogram h) {
      histogram(raw.toFloats(), h, vector);
    } else if (reducer instanceof Reducer.Quantile q) {
      quantiles(raw, raw.toFloats(), q.probability(), vector);
    } else if (reducer instanceof Reducer.AbsQuantile q) {
      float[] values = raw.toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]);
      }
      quantiles(raw, values, q.probability(), vector);
    } else {
      throw new IllegalStateException(reducer + " is measured in the graph");
    }
  }

  private void histogram(float[] values, Reducer.Histogram h, float[] vector) {
    int[] counts = new int[h.bins()];
    float scale = h.bins() / (h.high() - h.low());
    for (float value : values) {
      int bin = (int) ((value - h.low()) * scale);
      counts[Math.max(0, Math.min(bin, counts.length - 1))]++;
    }
    for (int bin = 0; bin < counts.length; bin++) {
      // an empty tensor has no shares
      vector[offset + bin] = (float) ((double) counts[bin] / Math.max(1, values.length));
    }
  }

  private void quantiles(Tensor raw, float[] values, double probability, float[] vector) {
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
