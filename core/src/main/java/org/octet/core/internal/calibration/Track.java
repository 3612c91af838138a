package org.octet.core.internal.calibration;

import java.util.List;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Window;

/**
 * What is measured of one tensor in the graph, and where it lies in the model's vector of
 * statistics: {@code channels} values each of maximum, minimum and mean, as far as asked for; or
 * the means in the windows of a convolution, as many for each of its offsets; or the means of
 * squares.
 */
final class Track {
  /** No channel axis: one value for the whole tensor. */
  static final int WHOLE = -1;

  private final TensorId tensor;
  private final int axis;
  private final int channels;
  private final boolean nonNegative;
  private final List<Window> windows;
  private final double[] coverage;
  private final boolean squared;
  private boolean wantsMin;
  private boolean wantsMax;
  private boolean wantsMean;
  private boolean perSample;
  private int minOffset = -1;
  private int maxOffset = -1;
  private int meanOffset = -1;

  /**
   * @param coverage by offset of the windows, see {@link #coverage}
   * @param squared whether the mean is that of squares, and the only measure
   */
  Track(
      TensorId tensor,
      int axis,
      int channels,
      boolean nonNegative,
      List<Window> windows,
      double[] coverage,
      boolean squared) {
    this.tensor = tensor;
    this.axis = axis;
    this.channels = channels;
    this.nonNegative = nonNegative;
    this.windows = windows;
    this.coverage = coverage;
    this.squared = squared;
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

  /** Values of each measure: one per channel, or one per offset and channel. */
  int values() {
    return channels * coverage.length;
  }

  /** The windows in which the mean is taken; empty: of the whole tensor. */
  List<Window> windows() {
    return windows;
  }

  /** Whether the mean is that of squares. */
  boolean squared() {
    return squared;
  }

  /** For each offset of the windows the share that is not padding; 1 without windows. */
  double[] coverage() {
    return coverage.clone();
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
      next += values();
    }
    if (measuresMin()) {
      minOffset = next;
      next += values();
    }
    if (measuresMean()) {
      meanOffset = next;
      next += values();
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
