package org.octet.core.internal.calibration;

import org.octet.api.error.InternalException;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;

/**
 * Extremes and means of a tensor's channels, of one sample or of all.
 *
 * @param min minima; null: not measured
 * @param max maxima; null: not measured
 * @param mean means; null: not measured
 */
record ChannelValues(float[] min, float[] max, float[] mean) {

  /**
   * As if measured after {@code x' = (x - shift) * factor}; negative factors swap the extremes.
   *
   * @param coverage of means in windows, the share of each offset that is not padding, which no
   *     rescaling moves; of others 1
   */
  ChannelValues rescaled(Rescaling r, double[] coverage) {
    int channels = (max != null ? max : min != null ? min : mean).length / coverage.length;
    if (r.factors().length != channels || r.shifts().length != channels) {
      throw new InternalException(
          "a rescaling of %s has %d factors and %d shifts for %d channels"
              .formatted(r.tensor(), r.factors().length, r.shifts().length, channels));
    }
    float[] newMin = min == null ? null : new float[channels];
    float[] newMax = max == null ? null : new float[channels];
    for (int c = 0; c < channels; c++) {
      boolean swap = r.factors()[c] < 0;
      if (swap && (min == null) != (max == null)) {
        throw new InternalException(
            "a rescaling of "
                + r.tensor()
                + " by a negative factor needs minimum and maximum, only one was requested");
      }
      if (newMin != null) {
        newMin[c] = affine(swap ? max[c] : min[c], r, c);
      }
      if (newMax != null) {
        newMax[c] = affine(swap ? min[c] : max[c], r, c);
      }
    }
    return new ChannelValues(newMin, newMax, mean == null ? null : rescaledMean(r, coverage));
  }

  /** As if squares were averaged after {@code x' = x * factor}; means are those of squares. */
  ChannelValues squaresRescaled(Rescaling r) {
    float[] rescaled = new float[mean.length];
    for (int c = 0; c < mean.length; c++) {
      if (r.shifts()[c] != 0) {
        throw new InternalException(
            "mean squares of " + r.tensor() + " cannot be answered after it was shifted");
      }
      rescaled[c] = mean[c] * r.factors()[c] * r.factors()[c];
    }
    return new ChannelValues(null, null, rescaled);
  }

  private float[] rescaledMean(Rescaling r, double[] coverage) {
    int channels = mean.length / coverage.length;
    float[] rescaled = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      int c = i % channels;
      float shift = (float) (r.shifts()[c] * coverage[i / channels]);
      rescaled[i] = (mean[i] - shift) * r.factors()[c];
    }
    return rescaled;
  }

  private static float affine(float value, Rescaling r, int channel) {
    return (value - r.shifts()[channel]) * r.factors()[channel];
  }

  /** One value, or one per channel, as asked for. */
  float[] answer(StatisticRequest request) {
    Reducer reducer = request.reducer();
    boolean whole = request.channelAxis().isEmpty();
    if (reducer instanceof Reducer.Minimum) {
      return whole ? new float[] {Quantiles.minimum(min, min.length)} : min.clone();
    }
    if (reducer instanceof Reducer.Maximum) {
      return whole ? new float[] {Quantiles.maximum(max, max.length)} : max.clone();
    }
    if (reducer instanceof Reducer.AbsMaximum) {
      float[] magnitudes = magnitudes();
      return whole ? new float[] {Quantiles.maximum(magnitudes, magnitudes.length)} : magnitudes;
    }
    return whole ? new float[] {average(mean)} : mean.clone();
  }

  private float[] magnitudes() {
    float[] magnitudes = new float[max.length];
    for (int c = 0; c < magnitudes.length; c++) {
      magnitudes[c] = Math.max(Math.abs(min[c]), Math.abs(max[c]));
    }
    return magnitudes;
  }

  // all channels have equally many elements
  private static float average(float[] means) {
    double sum = 0;
    for (float m : means) {
      sum += m;
    }
    return (float) (sum / means.length);
  }
}
