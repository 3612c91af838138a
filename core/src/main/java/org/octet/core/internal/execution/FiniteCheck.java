package org.octet.core.internal.execution;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** Finds NaN and infinity in tensors. Keeps scratch memory: one object per thread. */
public final class FiniteCheck {
  private static final int INFINITY = 0x7f800000;
  private static final int MAGNITUDE = 0x7fffffff;

  private final int[] scratch = new int[4096];

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

  // bulk copies and a maximum over int[] are vectorized by the compiler, reads of a buffer are not
  private long firstInFloats(ByteBuffer bytes) {
    IntBuffer ints = bytes.asIntBuffer();
    long base = 0;
    while (ints.hasRemaining()) {
      int n = Math.min(scratch.length, ints.remaining());
      ints.get(scratch, 0, n);
      if (largestMagnitude(n) >= INFINITY) {
        int i = 0;
        while ((scratch[i] & MAGNITUDE) < INFINITY) {
          i++;
        }
        return base + i;
      }
      base += n;
    }
    return -1;
  }

  private int largestMagnitude(int n) {
    int largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, scratch[i] & MAGNITUDE);
    }
    return largest;
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
