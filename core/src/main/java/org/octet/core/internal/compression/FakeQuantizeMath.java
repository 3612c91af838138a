package org.octet.core.internal.compression;

/**
 * OpenVINO's FakeQuantize in float32, as its reference implementation rounds: half to even.
 *
 * <p>{@code code = rint((x - low) / (high - low) * (levels - 1))}, 0 at and below the lower bound,
 * {@code levels - 1} above the upper one.
 */
final class FakeQuantizeMath {
  private FakeQuantizeMath() {}

  /**
   * Index of the level, from 0.
   *
   * @param x a value, not NaN
   * @param low lower input bound, at most {@code high}
   * @param high upper input bound
   * @param levels number of levels, at least 2
   */
  static int code(float x, float low, float high, int levels) {
    if (x <= low) {
      return 0;
    }
    if (x > high) {
      return levels - 1;
    }
    float scaled = (x - low) / (high - low) * (levels - 1);
    return (int) Math.rint(scaled);
  }
}
