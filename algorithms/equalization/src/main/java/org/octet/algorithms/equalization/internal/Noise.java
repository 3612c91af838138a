package org.octet.algorithms.equalization.internal;

import java.util.List;

/**
 * The expected noise at the outputs of layers that read one tensor, when its channels are divided
 * by scales before they are quantized, and the weights multiplied by them. Rounding to steps of
 * {@code d} adds {@code d * d / 12}: to each value of the tensor, which the weights amplify, and to
 * each weight, which the tensor amplifies. Immutable.
 *
 * @param min least value of each channel
 * @param max largest value of each channel
 * @param power mean square of each channel
 * @param weights of the layers
 * @param activationSteps steps of a range of the tensor
 * @param weightSteps steps on either side of zero of a range of a weight
 */
record Noise(
    float[] min,
    float[] max,
    float[] power,
    List<Weight> weights,
    int activationSteps,
    int weightSteps) {

  /** The noise's power, summed over output channels. */
  double of(float[] scales) {
    double step = width(scales) / activationSteps;
    double power = power(scales);
    double noise = 0;
    for (Weight weight : weights) {
      double amplified = 0;
      for (int c = 0; c < scales.length; c++) {
        amplified += weight.energy()[c] * scales[c] * scales[c];
      }
      double squaredSteps = weight.squaredRanges(scales) / weightSteps / weightSteps;
      noise += (step * step * amplified + squaredSteps * weight.taps() * power) / 12;
    }
    return noise;
  }

  private double width(float[] scales) {
    double low = 0;
    double high = 0;
    for (int c = 0; c < scales.length; c++) {
      low = Math.min(low, min[c] / scales[c]);
      high = Math.max(high, max[c] / scales[c]);
    }
    return high - low;
  }

  private double power(float[] scales) {
    double sum = 0;
    for (int c = 0; c < scales.length; c++) {
      sum += power[c] / scales[c] / scales[c];
    }
    return sum;
  }
}
