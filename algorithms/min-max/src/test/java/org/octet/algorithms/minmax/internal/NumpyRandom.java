package org.octet.algorithms.minmax.internal;

import java.math.BigInteger;

/**
 * NumPy's {@code default_rng(0)}: PCG64 (XSL-RR 128/64), the source of the random weights in NNCF's
 * reference models.
 */
final class NumpyRandom {
  private static final BigInteger MASK = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
  private static final BigInteger MULTIPLIER =
      new BigInteger("2360ed051fc65da44385df649fccf645", 16);
  private static final BigInteger INCREMENT =
      new BigInteger("418ddadb3af71a82588133bc447873a9", 16);

  private BigInteger state = new BigInteger("1aa1b5345996452d09585eb7a69561e3", 16);

  /** The next double in [0, 1). */
  double next() {
    state = state.multiply(MULTIPLIER).add(INCREMENT).and(MASK);
    long mixed = state.shiftRight(64).longValue() ^ state.longValue();
    int rotation = state.shiftRight(122).intValue();
    return (Long.rotateRight(mixed, rotation) >>> 11) * 0x1p-53;
  }

  /** {@code random(n).astype(float32)}. */
  float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) next();
    }
    return values;
  }
}
