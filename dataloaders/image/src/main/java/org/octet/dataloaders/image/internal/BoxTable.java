package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.error.InputException;

/**
 * Boxes in a CSV file with a header: {@code file,left,top,width,height} or {@code
 * file,left,top,right,bottom} in pixels, in any order, and perhaps {@code class}, an index or a
 * name.
 */
final class BoxTable {
  private final Path file;
  private final List<String> header;
  private final Optional<ClassNames> classes;
  private final boolean corners;

  private BoxTable(Path file, List<String> header, Optional<ClassNames> classes) {
    this.file = file;
    this.header = header.stream().map(String::strip).toList();
    this.classes = classes;
    this.corners = this.header.contains("right");
  }

  /**
   * Reads a table. Rows naming pictures that are not there are passed over.
   *
   * @return the objects by picture
   * @throws InputException with the row when the file is damaged
   */
  static Map<String, ObjectList> read(
      Path file, PictureFiles pictures, Optional<ClassNames> classes) {
    List<List<String>> rows = Csv.read(file);
    if (rows.isEmpty()) {
      throw new InputException("labels file '%s' is empty".formatted(file));
    }
    BoxTable table = new BoxTable(file, rows.get(0), classes);
    PictureNames names = new PictureNames(pictures, file);
    int fileColumn = Labels.column(table.header, "file", file);
    Map<String, ObjectList> objects = new HashMap<>();
    for (int i = 1; i < rows.size(); i++) {
      String name = names.of(Labels.cell(rows.get(i), fileColumn));
      if (name != null) {
        try {
          table.add(objects.computeIfAbsent(name, n -> new ObjectList()), rows.get(i));
        } catch (IOException e) {
          throw new InputException(
              "labels file '%s', row %d: %s".formatted(file, i + 1, e.getMessage()), e);
        }
      }
    }
    return objects;
  }

  private void add(ObjectList objects, List<String> row) throws IOException {
    double left = number(row, "left");
    double top = number(row, "top");
    double right = corners ? number(row, "right") : left + number(row, "width");
    double bottom = corners ? number(row, "bottom") : top + number(row, "height");
    objects.add(classIndex(row), false, left, top, right, bottom);
  }

  private double number(List<String> row, String column) throws IOException {
    String text = Labels.cell(row, Labels.column(header, column, file));
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException("%s '%s' is no number".formatted(column, text), e);
    }
  }

  private int classIndex(List<String> row) throws IOException {
    int column = header.indexOf("class");
    String text = column < 0 ? "0" : Labels.cell(row, column);
    if (classes.isPresent() && column >= 0 && !Labels.isIndex(text)) {
      return classes.get().index(text);
    }
    if (!Labels.isIndex(text)) {
      throw new IOException(
          "class '%s' is no index (a whole number from 0); for names give classes=FILE"
              .formatted(text));
    }
    return Integer.parseInt(text);
  }
}
