package org.octet.api;

/**
 * What the last stage of a pipeline demands of the result, compared with the float model on
 * calibration samples.
 *
 * @param enabled whether it compares at all; null: true
 * @param minSqnr least signal-to-quantization-noise ratio of every output in dB; null: 0, more
 *     noise than signal is refused
 * @param samples samples compared at most; null: 50
 * @param layers whether the report also says how far tensors inside the network are from the float
 *     model's, on a few samples; that compiles both models once more; null: false
 */
public record GuardSpec(Boolean enabled, Double minSqnr, Integer samples, Boolean layers) {
  /** All defaults. */
  public static final GuardSpec DEFAULT = new GuardSpec(null, null, null);

  /** Without a look inside the network. */
  public GuardSpec(Boolean enabled, Double minSqnr, Integer samples) {
    this(enabled, minSqnr, samples, null);
  }
}
