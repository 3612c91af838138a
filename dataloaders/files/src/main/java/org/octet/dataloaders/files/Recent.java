package org.octet.dataloaders.files;

import java.io.IOException;

/**
 * Keeps what was read last, for samples that are parts of one file. Two are never held.
 * Thread-safe: while one thread reads, others wait for it.
 *
 * @param <T> what is read
 */
public final class Recent<T> {
  private int key = -1;
  private T value;

  /**
   * What was read under a key before, else what {@code reading} gives.
   *
   * @param wanted the key, from 0
   */
  public synchronized T get(int wanted, Samples.Reading<T> reading) throws IOException {
    if (key != wanted) {
      clear();
      value = reading.read();
      key = wanted;
    }
    return value;
  }

  /** Forgets it. */
  public synchronized void clear() {
    key = -1;
    value = null;
  }
}
