package org.octet.core.internal.ir;

import java.nio.ByteBuffer;
import org.octet.api.error.InputException;

/** The bytes of a {@code .bin}. */
interface Weights extends AutoCloseable {
  /**
   * A read-only direct view of some bytes; it stays valid after {@link #close}.
   *
   * @param offset first byte, at least 0
   * @param size number of bytes, at least 0
   * @param reader the operation that needs them, for the message
   * @throws InputException when there are not so many bytes
   */
  ByteBuffer slice(long offset, int size, String reader);

  /** Frees what is only needed to make more views. */
  @Override
  void close();

  /** The error for bytes that are not there. */
  static InputException tooShort(
      String where, long offset, long size, String reader, long available) {
    return new InputException(
        "weights '%s' are too short: %s needs %d bytes from byte %d, the file has %d bytes; it is truncated or belongs to another model"
            .formatted(where, reader, size, offset, available));
  }
}
