package org.octet.core.internal.compression;

import java.nio.ByteBuffer;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** Reads floating-point constants as float32, exactly. */
final class FloatReader {
  private FloatReader() {}

  static boolean reads(ElementType type) {
    return type == ElementType.F32 || type == ElementType.F16 || type == ElementType.BF16;
  }

  static float[] read(Tensor tensor) {
    if (tensor.type() == ElementType.F32) {
      return tensor.toFloats();
    }
    ByteBuffer bytes = tensor.bytes();
    float[] values = new float[bytes.remaining() / 2];
    for (int i = 0; i < values.length; i++) {
      short bits = bytes.getShort(2 * i);
      values[i] =
          tensor.type() == ElementType.BF16 ? Float.intBitsToFloat(bits << 16) : ofHalf(bits);
    }
    return values;
  }

  /** IEEE 754 binary16. */
  static float ofHalf(short half) {
    int exponent = half >> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = mantissa * 0x1p-24f;
    } else {
      magnitude = Float.intBitsToFloat((exponent + 112) << 23 | mantissa << 13);
    }
    return half < 0 ? -magnitude : magnitude;
  }
}
