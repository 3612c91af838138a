package org.octet.dataloaders.files;

import java.nio.file.Path;
import java.util.List;
import org.octet.api.error.InputException;

/**
 * A CSV file with a column of class indices. Immutable.
 *
 * @param file where it is
 * @param cells its rows
 */
record LabelTable(Path file, List<List<String>> cells) {
  static LabelTable read(TableSpec spec) {
    LabelTable table = new LabelTable(spec.file(), Csv.read(spec.file()));
    if (table.cells.isEmpty()) {
      throw new InputException("labels file '%s' is empty".formatted(spec.file()));
    }
    return table;
  }

  int rows() {
    return cells.size();
  }

  /** Columns of the first row. */
  int width() {
    return cells.get(0).size();
  }

  /** The column that the first row calls so. */
  int column(String name) {
    int at = cells.get(0).indexOf(name);
    if (at < 0) {
      throw new InputException(
          "labels file '%s' has no column '%s'; it has %s"
              .formatted(file, name, String.join(", ", cells.get(0))));
    }
    return at;
  }

  /** 1 when the first row is a header: columns have names, or its label is no number. */
  int firstRow(int labelColumn, boolean named) {
    return named || !Labels.isIndex(cell(0, labelColumn)) ? 1 : 0;
  }

  String cell(int row, int column) {
    return column < cells.get(row).size() ? cells.get(row).get(column).strip() : "";
  }

  int label(int row, int column) {
    String text = cell(row, column);
    if (!Labels.isIndex(text)) {
      throw new InputException(
          "labels file '%s', row %d ('%s'): label '%s' is no class index (a whole number from 0)"
              .formatted(file, row + 1, cell(row, 0), text));
    }
    return Integer.parseInt(text);
  }
}
