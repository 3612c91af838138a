package org.octet.api;

/**
 * What the last stage of a pipeline demands of the result, compared with the float model on
 * calibration samples. Where a demand fails, operations are returned to float until it holds; where
 * that does not help, the job ends with a {@link org.octet.api.error.QualityException}.
 *
 * @param enabled whether it compares outputs; null: true
 * @param minSqnr least signal-to-quantization-noise ratio of every output in dB; null: 8
 * @param samples samples compared at most; null: 50
 * @param layers whether the report also says how far tensors inside the network are from the float
 *     model's, on a few samples; that compiles both models once more; null: false
 * @param minAgreement least share of decisions that are the float model's, from 0 to 1: the class
 *     of the largest value, or whether a single value is at least one half. Null: 0.8 for outputs
 *     that are probabilities (of a SoftMax or Sigmoid), nothing for others; a number holds for all
 *     outputs
 * @param drop how much worse metrics may become; null: they are not held to anything
 */
public record GuardSpec(
    Boolean enabled,
    Double minSqnr,
    Integer samples,
    Boolean layers,
    Double minAgreement,
    DropSpec drop) {
  /** All defaults. */
  public static final GuardSpec DEFAULT = new GuardSpec(null, null, null);

  /** Without a look inside the network. */
  public GuardSpec(Boolean enabled, Double minSqnr, Integer samples) {
    this(enabled, minSqnr, samples, null);
  }

  /** Without a demand on decisions of the caller's own. */
  public GuardSpec(Boolean enabled, Double minSqnr, Integer samples, Boolean layers) {
    this(enabled, minSqnr, samples, layers, null);
  }

  /** Without a demand on metrics. */
  public GuardSpec(
      Boolean enabled, Double minSqnr, Integer samples, Boolean layers, Double minAgreement) {
    this(enabled, minSqnr, samples, layers, minAgreement, null);
  }
}
