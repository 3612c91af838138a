package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.octet.api.error.InputException;

/**
 * One JSON object or array per line.
 *
 * @param name of the file, for ids and messages
 * @param columns which are used: keys of the objects, or positions in the arrays
 */
record JsonLines(String name, Columns columns) {
  /**
   * All records; blank lines are passed over.
   *
   * @throws InputException with the place of what is wrong
   */
  List<Row> rows(String text) {
    return PlainLines.of(text).stream()
        .map(line -> row(name + ":" + line.number(), line.text()))
        .toList();
  }

  private Row row(String id, String line) {
    try {
      Object record = Json.read(line);
      return columns.row(id, column -> text(column, find(record, column)));
    } catch (IOException e) {
      throw new InputException("%s is not JSON: %s".formatted(id, e.getMessage()), e);
    }
  }

  private static Object find(Object record, Column column) {
    if (record instanceof Map<?, ?> object) {
      if (column instanceof Column.Name key && object.containsKey(key.name())) {
        return object.get(key.name());
      }
      throw new IllegalArgumentException(
          "the object has no %s; name one of its keys: %s".formatted(column, object.keySet()));
    }
    if (record instanceof List<?> array) {
      if (column instanceof Column.Index at && at.index() < array.size()) {
        return array.get(at.index());
      }
      throw new IllegalArgumentException(
          "the array has no %s; its columns are 0 to %d".formatted(column, array.size() - 1));
    }
    throw new IllegalArgumentException("neither a JSON object nor an array");
  }

  private static String text(Column column, Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Json.Literal number) {
      return number.text();
    }
    if (value instanceof Boolean truth) {
      return truth.toString();
    }
    throw new IllegalArgumentException(
        "%s is %s; only a text, a number or a boolean can be used"
            .formatted(column, value == null ? "null" : "an object or array"));
  }
}
