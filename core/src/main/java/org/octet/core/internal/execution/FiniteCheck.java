package org.octet.core.internal.execution;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** Finds NaN and infinity in tensors. Keeps scratch memory: one object per thread. */
public final class FiniteCheck {
  private static final long EXPONENTS = 0x7f8000007f800000L;
  private static final long EXPONENT_BITS = 0x0080000000800000L;
  private static final long SIGNS = 0x8000000080000000L;

  private final long[] scratch = new long[2048];

  /**
   * Index of the first element, in C order, that is NaN or infinite.
   *
   * @return -1 when all are finite or the element type has no such values
   */
  public long firstNonFinite(Tensor tensor) {
    return switch (tensor.type()) {
      case F32 -> firstInFloats(tensor.bytes());
      case F64 -> firstInDoubles(tensor.bytes());
      case F16 -> firstInHalves(tensor.bytes(), 0x7c00);
      case BF16 -> firstInHalves(tensor.bytes(), 0x7f80);
      default -> -1;
    };
  }

  /** The element as text, such as {@code NaN} or {@code -Infinity}. */
  public static String describe(Tensor tensor, long index) {
    int at = (int) index;
    ByteBuffer bytes = tensor.bytes();
    if (tensor.type() == ElementType.F32) {
      return Float.toString(bytes.getFloat(4 * at));
    }
    if (tensor.type() == ElementType.F64) {
      return Double.toString(bytes.getDouble(8 * at));
    }
    int mantissa = tensor.type() == ElementType.F16 ? 0x3ff : 0x7f;
    int bits = bytes.getShort(2 * at);
    return (bits & mantissa) != 0 ? "NaN" : bits < 0 ? "-Infinity" : "Infinity";
  }

  // two floats per long, bulk copies into an array: this the compiler turns into vector code
  private long firstInFloats(ByteBuffer bytes) {
    LongBuffer pairs = bytes.asLongBuffer();
    int base = 0;
    while (pairs.hasRemaining()) {
      int n = Math.min(scratch.length, pairs.remaining());
      pairs.get(scratch, 0, n);
      if (anyExponentFull(n)) {
        return firstInFloats(bytes, base);
      }
      base += 2 * n;
    }
    return firstInFloats(bytes, base);
  }

  // a full exponent overflows into the sign's place when its lowest bit is added
  private boolean anyExponentFull(int n) {
    long seen = 0;
    for (int i = 0; i < n; i++) {
      seen |= (scratch[i] & EXPONENTS) + EXPONENT_BITS;
    }
    return (seen & SIGNS) != 0;
  }

  private static long firstInFloats(ByteBuffer bytes, int from) {
    for (int i = from; i < bytes.capacity() / 4; i++) {
      if (!Float.isFinite(bytes.getFloat(4 * i))) {
        return i;
      }
    }
    return -1;
  }

  private static long firstInDoubles(ByteBuffer bytes) {
    for (int i = 0; i < bytes.capacity() / 8; i++) {
      if (!Double.isFinite(bytes.getDouble(8 * i))) {
        return i;
      }
    }
    return -1;
  }

  private static long firstInHalves(ByteBuffer bytes, int exponent) {
    for (int i = 0; i < bytes.capacity() / 2; i++) {
      if ((bytes.getShort(2 * i) & exponent) == exponent) {
        return i;
      }
    }
    return -1;
  }
}
