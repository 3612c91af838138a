package org.octet.api.data;

import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.osgi.annotation.versioning.ConsumerType;

/** Gives samples by index. Thread-safe: several threads decode at the same time. */
@ConsumerType
public interface DataLoader extends AutoCloseable {
  /** Number of samples, known without decoding any. */
  int size();

  /**
   * Reads and decodes one sample. The caller closes it.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws UnreadableSampleException when this sample cannot be decoded
   * @throws InputException when the data as a whole cannot be used
   */
  Sample get(int index);

  /** Releases files and memory. */
  @Override
  default void close() {}
}
