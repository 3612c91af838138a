package org.octet.api;

/**
 * What the last stage of a pipeline demands of the result, compared with the float model on
 * calibration samples.
 *
 * @param enabled whether it compares at all; null: true
 * @param minSqnr least signal-to-quantization-noise ratio of every output in dB; null: 0, more
 *     noise than signal is refused
 * @param samples samples compared at most; null: 100
 */
public record GuardSpec(Boolean enabled, Double minSqnr, Integer samples) {
  /** All defaults. */
  public static final GuardSpec DEFAULT = new GuardSpec(null, null, null);
}
