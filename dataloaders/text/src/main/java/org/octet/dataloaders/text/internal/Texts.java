package org.octet.dataloaders.text.internal;

import java.util.List;
import org.octet.api.error.UnreadableSampleException;

/** Texts by index. Thread-safe. */
interface Texts {
  /** Number of texts. */
  int size();

  /**
   * One text.
   *
   * @throws UnreadableSampleException when it cannot be read
   */
  Row get(int index);

  /** Texts that are in memory. */
  static Texts of(List<Row> rows) {
    List<Row> copy = List.copyOf(rows);
    return new Texts() {
      @Override
      public int size() {
        return copy.size();
      }

      @Override
      public Row get(int index) {
        return copy.get(index);
      }
    };
  }
}
