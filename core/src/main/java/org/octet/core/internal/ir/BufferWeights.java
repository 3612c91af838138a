package org.octet.core.internal.ir;

import java.nio.ByteBuffer;

/** Weights in a direct buffer. */
final class BufferWeights implements Weights {
  private final ByteBuffer buffer;
  private final String where;

  /**
   * @param buffer direct; its bytes from 0 to its limit
   */
  BufferWeights(ByteBuffer buffer, String where) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("weights need a direct buffer");
    }
    this.buffer = buffer.asReadOnlyBuffer().position(0);
    this.where = where;
  }

  @Override
  public ByteBuffer slice(long offset, int size, String reader) {
    if (offset > buffer.limit() - size) {
      throw Weights.tooShort(where, offset, size, reader, buffer.limit());
    }
    return buffer.slice((int) offset, size);
  }

  @Override
  public void close() {
    // the buffer is the caller's
  }
}
