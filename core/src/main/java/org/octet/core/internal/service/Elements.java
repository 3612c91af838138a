package org.octet.core.internal.service;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.IntToDoubleFunction;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** The elements of a tensor as numbers, whatever their type. */
interface Elements {
  /** One element. */
  double get(int index);

  /** Number of elements. */
  int size();

  /**
   * The elements of a tensor.
   *
   * @throws InputException for a type that holds no plain numbers
   */
  static Elements of(String name, Tensor tensor) {
    ByteBuffer b = tensor.bytes();
    int size = Math.toIntExact(tensor.shape().elements());
    if (tensor.type() == ElementType.F32) {
      FloatBuffer floats = tensor.floats();
      return of(size, floats::get);
    }
    return of(
        size,
        switch (tensor.type()) {
          case F64 -> i -> b.getDouble(8 * i);
          case F16 -> i -> half(b.getShort(2 * i));
          case BF16 -> i -> Float.intBitsToFloat(b.getShort(2 * i) << 16);
          case I64, U64 -> i -> b.getLong(8 * i);
          case I32 -> i -> b.getInt(4 * i);
          case U32 -> i -> Integer.toUnsignedLong(b.getInt(4 * i));
          case I16 -> i -> b.getShort(2 * i);
          case U16 -> i -> Short.toUnsignedInt(b.getShort(2 * i));
          case I8 -> i -> b.get(i);
          case U8, BOOLEAN -> i -> Byte.toUnsignedInt(b.get(i));
          default ->
              throw new InputException(
                  "output '%s' is of %s: only numbers can be compared"
                      .formatted(name, tensor.type().irName()));
        });
  }

  private static Elements of(int size, IntToDoubleFunction get) {
    return new Elements() {
      @Override
      public double get(int index) {
        return get.applyAsDouble(index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** IEEE 754 binary16. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb((double) (fraction | 0x400), exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
