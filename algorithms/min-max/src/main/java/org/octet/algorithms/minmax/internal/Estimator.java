package org.octet.algorithms.minmax.internal;

/** Whose arithmetic turns samples and weights into ranges. */
enum Estimator {
  /** Octet's own: true extremes of all samples; zero is a code in every range. */
  OCTET,
  /**
   * POT's (2023.3): means over the samples for whole tensors, clipping after the bounds are made,
   * groups that join bounds instead of extremes.
   */
  POT,
  /** NNCF's (3.2): means over the samples for whole tensors. */
  NNCF;

  /**
   * Whether zero stays a code where one end of an asymmetric range is less than half a step from
   * it; the other tools leave zero between two codes there.
   */
  boolean keepsZeroExact() {
    return this == OCTET;
  }

  /** Whether whole tensors take the mean of the samples' ends, not the extreme. */
  boolean averagesTensors() {
    return this != OCTET;
  }

  /** Whether tensors that share a range join their finished bounds, zero points as they come. */
  boolean joinsBounds() {
    return this == POT;
  }

  /** Whether a bound is clipped after it is made, so that the other bound does not follow. */
  boolean clipsBounds() {
    return this == POT;
  }

  /**
   * What the end of a symmetric range is at least: a hundredth of the widest channel's. POT
   * multiplies in double, in which a hundredth is another number.
   *
   * @param largest the widest channel's
   */
  float leastBound(float largest) {
    return this == POT ? (float) Math.max(largest * 0.01, 8e-5) : Math.max(largest * 0.01f, 8e-5f);
  }

  /**
   * The same for weights. They are known, and do not grow on other samples: Octet leaves a channel
   * its own range, unless it is next to nothing.
   *
   * @param half whether the range is stored in half precision, which has no smaller steps
   */
  float leastWeightBound(float largest, boolean half) {
    boolean own = this == OCTET && !half && largest > 0;
    return own ? Math.max(largest * 1e-4f, Float.MIN_NORMAL) : leastBound(largest);
  }

  /** Narrower asymmetric ranges are widened by as much on both sides; POT adds in double. */
  double leastWidth() {
    return this == POT ? 8e-4 : 8e-4f;
  }

  /** Whether the zero point is made of the scale, which decides where it lies between two codes. */
  boolean scalesFirst() {
    return this == POT;
  }

  /**
   * The result of a step of the arithmetic: octet and nncf compute in single precision, pot in
   * double.
   */
  double round(double exact) {
    return this == POT ? exact : (float) exact;
  }
}
