package org.octet.api.data;

import java.util.List;
import java.util.Optional;
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

  /**
   * Identifies id and data of one sample by their content: of two loaders that the same provider
   * opened with the same parameters, samples with equal fingerprints are equal. Statistics are kept
   * between runs under it, so it must change when the content changes: a hash of the bytes that the
   * sample is decoded from does. Called before and after a sample is used; much cheaper than
   * decoding.
   *
   * @param index from 0 to {@link #size()} - 1
   * @return the fingerprint; empty when the loader cannot tell, or cannot now: nothing is kept then
   */
  default Optional<String> fingerprint(int index) {
    return Optional.empty();
  }

  /** What a report must say about these samples, such as that they were made up; often nothing. */
  default List<String> notes() {
    return List.of();
  }

  /** Releases files and memory. */
  @Override
  default void close() {}
}
