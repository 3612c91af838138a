package org.octet.api.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Element type, shape and direct little-endian memory, rows in C order.
 *
 * <p>The memory has one owner: whoever created the tensor. {@link #close} gives it back to the
 * owner (a pool, a native tensor); a tensor made by {@link #allocate} belongs to the garbage
 * collector and closing it does nothing. After close the memory must not be touched. Reading from
 * several threads is safe, writing is the owner's business.
 */
public final class Tensor implements AutoCloseable {
  private static final Runnable NOTHING = () -> {};

  private final ElementType type;
  private final Shape shape;
  private final ByteBuffer bytes;
  private final AtomicReference<Runnable> release;

  private Tensor(ElementType type, Shape shape, ByteBuffer bytes, Runnable release) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.release = new AtomicReference<>(release);
  }

  /**
   * A zero-filled tensor in memory of its own.
   *
   * @throws IllegalArgumentException when it would be larger than 2 GiB
   */
  public static Tensor allocate(ElementType type, Shape shape) {
    return new Tensor(type, shape, ByteBuffer.allocateDirect(byteSize(type, shape)), NOTHING);
  }

  /**
   * A tensor over memory that somebody else owns; see {@link #of(ElementType, Shape, ByteBuffer,
   * Runnable)}.
   */
  public static Tensor of(ElementType type, Shape shape, ByteBuffer memory) {
    return of(type, shape, memory, NOTHING);
  }

  /**
   * A tensor over given memory, without copying.
   *
   * @param memory direct buffer whose remaining bytes are the elements
   * @param release run once, by the first {@link #close}
   * @throws IllegalArgumentException when the buffer is not direct or its size does not fit type
   *     and shape
   */
  public static Tensor of(ElementType type, Shape shape, ByteBuffer memory, Runnable release) {
    if (!memory.isDirect()) {
      throw new IllegalArgumentException("a tensor needs a direct buffer");
    }
    if (type != ElementType.STRING && memory.remaining() != byteSize(type, shape)) {
      throw new IllegalArgumentException(
          "%d bytes given, %s%s needs %d"
              .formatted(memory.remaining(), type.irName(), shape, byteSize(type, shape)));
    }
    return new Tensor(type, shape, memory, release);
  }

  /** A float tensor with a copy of the values. */
  public static Tensor of(Shape shape, float... values) {
    Tensor t = allocate(ElementType.F32, shape);
    t.floats().put(values);
    return t;
  }

  /** A 64-bit integer tensor with a copy of the values. */
  public static Tensor ofLongs(Shape shape, long... values) {
    Tensor t = allocate(ElementType.I64, shape);
    t.bytes.asLongBuffer().put(values);
    return t;
  }

  private static int byteSize(ElementType type, Shape shape) {
    long size = type.byteSize(shape.elements());
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a tensor %s%s of %d bytes is above the limit of 2 GiB"
              .formatted(type.irName(), shape, size));
    }
    return (int) size;
  }

  /** Element type. */
  public ElementType type() {
    return type;
  }

  /** Shape. */
  public Shape shape() {
    return shape;
  }

  /**
   * A view of all bytes with a position of its own, little-endian, read-only where the memory is.
   */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * A view of the elements as floats.
   *
   * @throws IllegalStateException when the element type is not {@link ElementType#F32}
   */
  public FloatBuffer floats() {
    if (type != ElementType.F32) {
      throw new IllegalStateException("tensor of " + type.irName() + " read as f32");
    }
    return bytes().asFloatBuffer();
  }

  /** A copy of the elements as floats; see {@link #floats}. */
  public float[] toFloats() {
    FloatBuffer view = floats();
    float[] values = new float[view.remaining()];
    view.get(values);
    return values;
  }

  /** A deep copy in memory of its own. */
  public Tensor copy() {
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes.capacity());
    memory.put(bytes()).flip();
    return new Tensor(type, shape, memory, NOTHING);
  }

  /** Gives the memory back to its owner. Idempotent. */
  @Override
  public void close() {
    release.getAndSet(NOTHING).run();
  }

  /** Such as {@code f32[1,3,224,224]}. */
  @Override
  public String toString() {
    return type.irName() + shape;
  }
}
