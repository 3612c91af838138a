package org.octet.api.tensor;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Reuses the memory of equally sized tensors, so that long runs neither grow nor wait for the
 * garbage collector. Closing a tensor gives its memory back; memory beyond the capacity is left to
 * the collector. Thread-safe.
 */
public final class TensorPool {
  private final ArrayBlockingQueue<ByteBuffer> free;

  /**
   * @param capacity buffers kept at most, at least 1
   */
  public TensorPool(int capacity) {
    free = new ArrayBlockingQueue<>(capacity);
  }

  /** A tensor with undefined content; close it to give the memory back. */
  public Tensor take(ElementType type, Shape shape) {
    int size = Math.toIntExact(type.byteSize(shape.elements()));
    ByteBuffer memory = free.poll();
    if (memory == null || memory.capacity() != size) {
      memory = ByteBuffer.allocateDirect(size);
    }
    ByteBuffer mine = memory;
    return Tensor.of(type, shape, mine, () -> free.offer(mine));
  }
}
