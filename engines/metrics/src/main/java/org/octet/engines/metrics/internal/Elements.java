package org.octet.engines.metrics.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Reads the elements of tensors of any numeric type, in C order. Stateless. */
final class Elements {
  private Elements() {}

  /**
   * The elements by index; valid as long as the tensor.
   *
   * @throws InputException for a type that is not numeric, or narrower than a byte
   */
  static IntToDoubleFunction of(String metric, Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    return switch (tensor.type()) {
      case F32 -> i -> bytes.getFloat(4 * i);
      case F64 -> i -> bytes.getDouble(8 * i);
      case F16 -> i -> Floats.fromHalf(bytes.getShort(2 * i));
      case BF16 -> i -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      case I64 -> i -> bytes.getLong(8 * i);
      case I32 -> i -> bytes.getInt(4 * i);
      case I16 -> i -> bytes.getShort(2 * i);
      case U16 -> i -> bytes.getShort(2 * i) & 0xFFFF;
      case I8 -> bytes::get;
      case U8, BOOLEAN -> i -> bytes.get(i) & 0xFF;
      default ->
          throw new InputException(
              ("metric '%s' cannot read a tensor of type %s; it can read boolean, i8, u8, i16, u16,"
                      + " i32, i64, f16, bf16, f32 and f64")
                  .formatted(metric, tensor.type().irName()));
    };
  }

  /** The elements as integers, such as classes; fractions are cut off. */
  static int[] integers(String metric, Tensor tensor) {
    int[] values = new int[count(tensor)];
    if (tensor.type() == ElementType.U8) {
      // nearly all masks are of bytes
      byte[] bytes = new byte[values.length];
      tensor.bytes().get(bytes);
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes[i] & 0xFF;
      }
      return values;
    }
    IntToDoubleFunction elements = of(metric, tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) elements.applyAsDouble(i);
    }
    return values;
  }

  /** Number of elements. */
  static int count(Tensor tensor) {
    return Math.toIntExact(tensor.shape().elements());
  }

  /** Index of the largest element; of equal ones the first; a NaN is less than any number. */
  static int argMax(IntToDoubleFunction values, int from, int count, int step) {
    int best = 0;
    double largest = Double.NaN;
    for (int i = 0; i < count; i++) {
      double value = values.applyAsDouble(from + i * step);
      if (value > largest || Double.isNaN(largest) && !Double.isNaN(value)) {
        largest = value;
        best = i;
      }
    }
    return best;
  }

  /** The extents without axes of extent 1 at the front. */
  static long[] trimmed(Shape shape) {
    long[] all = shape.toArray();
    int first = 0;
    while (first < all.length && all[first] == 1) {
      first++;
    }
    return Arrays.copyOfRange(all, first, all.length);
  }

  /**
   * Checks that two tensors have the same extents, whatever axes of extent 1 are in front.
   *
   * @throws InputException when they have not
   */
  static void sameShape(String metric, Tensor prediction, Tensor truth) {
    if (!Arrays.equals(trimmed(prediction.shape()), trimmed(truth.shape()))) {
      throw new InputException(
          "metric '%s': the prediction is %s, the truth %s; they must have the same size"
              .formatted(metric, prediction, truth));
    }
  }
}
