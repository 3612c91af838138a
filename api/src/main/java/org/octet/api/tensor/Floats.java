package org.octet.api.tensor;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.ShortBuffer;

/** Conversions between tensors of floating-point types and {@code float}. Stateless. */
public final class Floats {
  private static final float LARGEST_HALF = 65504f;
  private static final float LARGEST_BFLOAT = Float.intBitsToFloat(0x7F7F0000);

  private Floats() {}

  /** Whether {@link #read} and {@link #tensor} know the type: f16, bf16, f32 and f64. */
  public static boolean supports(ElementType type) {
    return switch (type) {
      case F16, BF16, F32, F64 -> true;
      default -> false;
    };
  }

  /**
   * The elements of a tensor as floats, rows in C order; f64 is rounded to the nearest.
   *
   * @throws IllegalArgumentException when the element type is not {@linkplain #supports supported}
   */
  public static float[] read(Tensor tensor) {
    int n = Math.toIntExact(tensor.shape().elements());
    ByteBuffer bytes = tensor.bytes();
    float[] values = new float[n];
    switch (tensor.type()) {
      case F32 -> bytes.asFloatBuffer().get(values);
      case F64 -> {
        DoubleBuffer view = bytes.asDoubleBuffer();
        for (int i = 0; i < n; i++) {
          values[i] = (float) view.get(i);
        }
      }
      case F16 -> {
        ShortBuffer view = bytes.asShortBuffer();
        for (int i = 0; i < n; i++) {
          values[i] = fromHalf(view.get(i));
        }
      }
      case BF16 -> {
        ShortBuffer view = bytes.asShortBuffer();
        for (int i = 0; i < n; i++) {
          values[i] = Float.intBitsToFloat(view.get(i) << 16);
        }
      }
      default -> throw unsupported(tensor.type());
    }
    return values;
  }

  /**
   * A new tensor of a floating-point type, rounded half to even; values beyond the type's finite
   * range become its largest finite values.
   *
   * @throws IllegalArgumentException when the element type is not {@linkplain #supports supported},
   *     or the number of values does not fit the shape
   */
  public static Tensor tensor(ElementType type, Shape shape, float... values) {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(values.length + " values given for shape " + shape);
    }
    if (!supports(type)) {
      throw unsupported(type);
    }
    Tensor tensor = Tensor.allocate(type, shape);
    ByteBuffer bytes = tensor.bytes();
    if (type == ElementType.F32) {
      bytes.asFloatBuffer().put(values);
      return tensor;
    }
    for (float v : values) {
      switch (type) {
        case F64 -> bytes.putDouble(v);
        case F16 -> bytes.putShort(toHalf(clip(v, LARGEST_HALF)));
        default -> bytes.putShort(toBfloat(clip(v, LARGEST_BFLOAT)));
      }
    }
    return tensor;
  }

  private static float clip(float value, float largest) {
    return Float.isNaN(value) ? value : Math.max(-largest, Math.min(largest, value));
  }

  private static IllegalArgumentException unsupported(ElementType type) {
    return new IllegalArgumentException(
        "element type " + type.irName() + " is not one of f16, bf16, f32, f64");
  }

  /** The value of an IEEE 754 binary16 number, given by its bits. */
  public static float fromHalf(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1F ? 0xFF : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** The bits of the nearest IEEE 754 binary16 number, ties to even; overflow gives infinity. */
  public static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude < 0x1p-14f) {
      // subnormal: a whole number of 2^-24
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7C00);
    }
    int rest = bits & 0x7FFFFFFF;
    int rounded = rest + 0xFFF + (rest >>> 13 & 1);
    return (short) (sign | (rounded >>> 13) - (112 << 10));
  }

  private static short toBfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short)
        (Float.isNaN(value) ? bits >>> 16 | 0x40 : bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }
}
