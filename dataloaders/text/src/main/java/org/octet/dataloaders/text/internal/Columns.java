package org.octet.dataloaders.text.internal;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.octet.api.error.InputException;

/**
 * Which columns of a table make a sample. Immutable.
 *
 * @param text the text
 * @param pair the second text; null: none
 * @param truth the annotation; null: none
 * @param meaning what the column {@code truth} says; null: none
 */
record Columns(Column text, Column pair, Column truth, Truth meaning) {

  /** One record of a table. */
  interface Cells {
    /**
     * The value of a column.
     *
     * @throws IllegalArgumentException with the reason when there is none
     */
    String get(Column column);
  }

  /** All that are used. */
  List<Column> used() {
    return Stream.of(text, pair, truth).filter(Objects::nonNull).toList();
  }

  /** The same columns by other means. */
  Columns map(UnaryOperator<Column> change) {
    UnaryOperator<Column> orNull = c -> c == null ? null : change.apply(c);
    return new Columns(orNull.apply(text), orNull.apply(pair), orNull.apply(truth), meaning);
  }

  /**
   * The sample of one record.
   *
   * @param id of the sample: where the record is
   * @throws InputException when a column is missing or says something else than it should
   */
  Row row(String id, Cells cells) {
    try {
      return new Row(
          id,
          cells.get(text),
          pair == null ? null : cells.get(pair),
          truth == null ? Optional.empty() : Optional.of(meaning.of(cells.get(truth))));
    } catch (IllegalArgumentException e) {
      throw new InputException(id + ": " + e.getMessage(), e);
    }
  }
}
