package org.octet.core.internal.calibration;

import org.octet.api.model.TensorId;

/**
 * What is measured of one tensor in the graph, and where it lies in the model's vector of
 * statistics: {@code channels} values each of maximum, minimum and mean, as far as asked for.
 */
final class Track {
  /** No channel axis: one value for the whole tensor. */
  static final int WHOLE = -1;

  private final TensorId tensor;
  private final int axis;
  private final int channels;
  private final boolean nonNegative;
  private boolean wantsMin;
  private boolean wantsMax;
  private boolean wantsMean;
  private boolean perSample;
  private int minOffset = -1;
  private int maxOffset = -1;
  private int meanOffset = -1;

  Track(TensorId tensor, int axis, int channels, boolean nonNegative) {
    this.tensor = tensor;
    this.axis = axis;
    this.channels = channels;
    this.nonNegative = nonNegative;
  }

  TensorId tensor() {
    return tensor;
  }

  int axis() {
    return axis;
  }

  int channels() {
    return channels;
  }

  /** Whether the minimum is answered by 0 and not measured. */
  boolean zeroMin() {
    return wantsMin && nonNegative;
  }

  void wantMin() {
    wantsMin = true;
  }

  void wantMax() {
    wantsMax = true;
  }

  void wantMean() {
    wantsMean = true;
  }

  /** Keep the values of every sample: an aggregator needs them. */
  void keepSamples() {
    perSample = true;
  }

  boolean perSample() {
    return perSample;
  }

  boolean measuresMin() {
    return wantsMin && !nonNegative;
  }

  boolean measuresMax() {
    return wantsMax;
  }

  boolean measuresMean() {
    return wantsMean;
  }

  /** Takes places from {@code offset} on, in the order maximum, minimum, mean; the next free. */
  int place(int offset) {
    int next = offset;
    if (measuresMax()) {
      maxOffset = next;
      next += channels;
    }
    if (measuresMin()) {
      minOffset = next;
      next += channels;
    }
    if (measuresMean()) {
      meanOffset = next;
      next += channels;
    }
    return next;
  }

  /** Place of the minima; -1: not measured. */
  int minOffset() {
    return minOffset;
  }

  /** Place of the maxima; -1: not measured. */
  int maxOffset() {
    return maxOffset;
  }

  /** Place of the means; -1: not measured. */
  int meanOffset() {
    return meanOffset;
  }
}
