package org.octet.algorithms.equalization.internal;

import java.util.List;

/**
 * The expected noise at the outputs of layers that read one tensor, when its channels are divided
 * by scales before they are quantized, and the weights multiplied by them. Rounding to steps of
 * {@code d} adds {@code d * d / 12}: to each value of the tensor, which the weights amplify, and to
 * each weight, which the tensor amplifies. Immutable.
 *
 * @param channels the tensor's
 * @param weights of the layers
 * @param activationSteps steps of a range of the tensor
 * @param weightSteps steps on either side of zero of a range of a weight
 */
record Noise(Channels channels, List<Weight> weights, int activationSteps, int weightSteps) {

  /** The noise's power, summed over output channels. */
  double of(float[] scales) {
    double power = power(scales);
    double noise = ofActivations(scales);
    for (Weight weight : weights) {
      double squaredSteps = weight.squaredRanges(scales) / weightSteps / weightSteps;
      noise += squaredSteps * weight.taps() * power / 12;
    }
    return noise;
  }

  /** The part of the noise that comes from the tensor's own rounding, which is quick to tell. */
  double ofActivations(float[] scales) {
    double step = width(scales) / activationSteps;
    double amplified = 0;
    for (Weight weight : weights) {
      for (int c = 0; c < scales.length; c++) {
        amplified += weight.energy()[c] * scales[c] * scales[c];
      }
    }
    return step * step * amplified / 12;
  }

  private double width(float[] scales) {
    double low = 0;
    double high = 0;
    for (int c = 0; c < scales.length; c++) {
      low = Math.min(low, channels.min()[c] / scales[c]);
      high = Math.max(high, channels.max()[c] / scales[c]);
    }
    return high - low;
  }

  private double power(float[] scales) {
    double sum = 0;
    for (int c = 0; c < scales.length; c++) {
      sum += channels.power()[c] / scales[c] / scales[c];
    }
    return sum;
  }
}
