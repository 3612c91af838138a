package org.octet.dataloaders.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Numbers as they are in a file, in memory, rows in C order. Not to be changed: then safe for
 * threads.
 *
 * @param type type of the numbers
 * @param shape extents
 * @param bytes exactly the numbers, from position 0, in the buffer's byte order
 */
public record NumberArray(NumberType type, Shape shape, ByteBuffer bytes) {
  /**
   * @throws IllegalArgumentException when the bytes do not fit type and shape
   */
  public NumberArray {
    if (bytes.position() != 0 || bytes.limit() != shape.elements() * type.bytes()) {
      throw new IllegalArgumentException(
          "%d bytes for %s%s".formatted(bytes.remaining(), type, shape));
    }
  }

  /** Number of elements. */
  public int size() {
    return bytes.limit() / type.bytes();
  }

  /** One element; whole numbers beyond 2^53 are rounded. */
  public double real(int index) {
    return type.real(bytes, index * type.bytes());
  }

  /** One row along the first axis, without that axis. */
  public NumberArray row(int index) {
    long[] dims = shape.toArray();
    long[] rest = Arrays.copyOfRange(dims, 1, dims.length);
    int length = (int) (Shape.of(rest).elements() * type.bytes());
    ByteBuffer part = bytes.slice(index * length, length).order(bytes.order());
    return new NumberArray(type, Shape.of(rest), part);
  }

  /** The same elements with other extents. */
  public NumberArray reshaped(Shape other) {
    return new NumberArray(type, other, bytes);
  }

  /**
   * A zero-filled tensor.
   *
   * @throws IOException when it would be larger than 2 GiB
   */
  public static Tensor allocate(ElementType type, Shape shape) throws IOException {
    if (type.byteSize(shape.elements()) > Integer.MAX_VALUE) {
      throw new IOException("a tensor %s%s is larger than 2 GiB".formatted(type.irName(), shape));
    }
    return Tensor.allocate(type, shape);
  }

  /**
   * A tensor of the same type.
   *
   * @throws IOException when it would be larger than 2 GiB
   */
  public Tensor tensor() throws IOException {
    Tensor tensor = allocate(type.elementType(), shape);
    ByteBuffer out = tensor.bytes();
    ByteBuffer in = bytes.duplicate().order(bytes.order());
    boolean swap = bytes.order() != ByteOrder.LITTLE_ENDIAN;
    switch (swap ? type.bytes() : 1) {
      case 2 -> out.asShortBuffer().put(in.asShortBuffer());
      case 4 -> out.asIntBuffer().put(in.asIntBuffer());
      case 8 -> out.asLongBuffer().put(in.asLongBuffer());
      default -> out.put(in);
    }
    return tensor;
  }

  /**
   * A tensor of whole numbers.
   *
   * @param to {@code u8}, {@code i32} or {@code i64}
   * @throws IOException when a number is not whole or does not fit the type, with its index
   */
  public Tensor wholeTensor(ElementType to) throws IOException {
    long min = to == ElementType.I64 ? Long.MIN_VALUE : to == ElementType.I32 ? -1L << 31 : 0;
    long max = to == ElementType.I64 ? Long.MAX_VALUE : to == ElementType.I32 ? -1L >>> 33 : 255;
    Tensor tensor = allocate(to, shape);
    ByteBuffer out = tensor.bytes();
    for (int i = 0; i < size(); i++) {
      long v = wholeAt(i);
      if (v < min || v > max) {
        throw new IOException("element %d is %d, which is no %s".formatted(i, v, to.irName()));
      }
      switch (to) {
        case U8 -> out.put((byte) v);
        case I32 -> out.putInt((int) v);
        default -> out.putLong(v);
      }
    }
    return tensor;
  }

  /**
   * One element as a whole number.
   *
   * @throws IOException when it is not whole, or beyond 64 signed bits
   */
  public long wholeAt(int index) throws IOException {
    double real = real(index);
    if (!type.isReal()) {
      long v = type.whole(bytes, index * type.bytes());
      if (type == NumberType.U64 && v < 0) {
        throw new IOException("element %d is %s, beyond 63 bits".formatted(index, real));
      }
      return v;
    }
    if (real != Math.rint(real) || Math.abs(real) > 0x1p62) {
      throw new IOException("element %d is %s, no whole number".formatted(index, real));
    }
    return (long) real;
  }
}
