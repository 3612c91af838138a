package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Folds a track over the samples, in sample order. Used by one thread at a time. */
final class TrackValues {
  private final Track track;
  private final float[] min;
  private final float[] max;
  private final double[] sum;
  private final List<ChannelValues> perSample = new ArrayList<>();
  private double runs;

  TrackValues(Track track) {
    this.track = track;
    int c = track.values();
    this.min = track.measuresMin() ? filled(c, Float.POSITIVE_INFINITY) : null;
    this.max = track.measuresMax() ? filled(c, Float.NEGATIVE_INFINITY) : null;
    this.sum = track.measuresMean() ? new double[c] : null;
  }

  private static float[] filled(int n, float value) {
    float[] array = new float[n];
    Arrays.fill(array, value);
    return array;
  }

  /** Takes the vector of one sample, whose mean counts as often as the model was run for it. */
  void fold(float[] vector) {
    double weight = vector[vector.length - 1];
    int n = track.values();
    for (int c = 0, at = track.minOffset(); min != null && c < n; c++) {
      min[c] = Math.min(min[c], vector[at + c]);
    }
    for (int c = 0, at = track.maxOffset(); max != null && c < n; c++) {
      max[c] = Math.max(max[c], vector[at + c]);
    }
    for (int c = 0, at = track.meanOffset(); sum != null && c < n; c++) {
      sum[c] += weight * vector[at + c];
    }
    runs += weight;
    if (track.perSample()) {
      perSample.add(sample(vector));
    }
  }

  private ChannelValues sample(float[] vector) {
    return new ChannelValues(
        min == null ? zeroMin() : part(vector, track.minOffset()),
        max == null ? null : part(vector, track.maxOffset()),
        sum == null ? null : part(vector, track.meanOffset()));
  }

  private float[] part(float[] vector, int offset) {
    return Arrays.copyOfRange(vector, offset, offset + track.values());
  }

  private float[] zeroMin() {
    return track.zeroMin() ? new float[track.values()] : null;
  }

  /** Least minima and largest maxima over the samples, means over all runs. */
  ChannelValues overall() {
    float[] mean = sum == null ? null : new float[sum.length];
    for (int c = 0; mean != null && c < mean.length; c++) {
      mean[c] = (float) (sum[c] / runs);
    }
    return new ChannelValues(
        min == null ? zeroMin() : min.clone(), max == null ? null : max.clone(), mean);
  }

  /** The values of each sample, where an aggregator needs them; else empty. */
  List<ChannelValues> perSample() {
    return perSample;
  }
}
