package org.octet.dataloaders.image.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.octet.api.error.InputException;

/** Class labels of pictures: from a CSV file, or from the folders they lie in. */
final class Labels {
  private static final Pattern LIST = Pattern.compile("\\s*(.*\\S)\\s+(\\d{1,9})\\s*");

  private Labels() {}

  /**
   * Labels by sub-folder: the folders directly below the root, in byte order, are the classes 0, 1,
   * …; empty folders count. A picture in the root itself has no label.
   *
   * @return label by picture name; empty unless pictures lie in at least two sub-folders: one alone
   *     says nothing
   */
  static Map<String, Integer> fromFolders(PictureFiles pictures) {
    List<String> folders = pictures.subFolders();
    Map<String, Integer> classes = new HashMap<>();
    folders.forEach(f -> classes.put(f, classes.size()));
    Map<String, Integer> labels = new HashMap<>();
    for (String name : pictures.names()) {
      Integer label = classes.get(name.substring(0, Math.max(0, name.indexOf('/'))));
      if (label != null) {
        labels.put(name, label);
      }
    }
    return Set.copyOf(labels.values()).size() < 2 ? Map.of() : labels;
  }

  /**
   * Labels from a CSV file. Rows naming pictures that are not there are passed over, so that the
   * table of a whole data set serves a part of it.
   *
   * @param spec {@code FILE[:file-column:label-column]}, or a list with a name and, after a space,
   *     a label per line; without columns the first holds the file and the second the label, and a
   *     first row whose label is a number is no header
   * @return label by picture name, of the pictures that the table names
   * @throws InputException when the file is missing or damaged, a column is missing, a label is no
   *     class index, or no row names a picture
   */
  static Map<String, Integer> fromFile(String spec, PictureFiles pictures) {
    Spec s = Spec.of(spec, pictures.root());
    List<List<String>> rows = rows(s.file);
    if (rows.isEmpty()) {
      throw new InputException("labels file '%s' is empty".formatted(s.file));
    }
    int fileColumn = s.fileColumn == null ? 0 : column(rows.get(0), s.fileColumn, s.file);
    int labelColumn = s.labelColumn == null ? 1 : column(rows.get(0), s.labelColumn, s.file);
    boolean header = s.fileColumn != null || !isIndex(cell(rows.get(0), labelColumn));
    PictureNames names = new PictureNames(pictures, s.file);
    Map<String, Integer> labels = new HashMap<>();
    for (int i = header ? 1 : 0; i < rows.size(); i++) {
      String entry = cell(rows.get(i), fileColumn);
      String name = names.of(entry);
      int label = label(cell(rows.get(i), labelColumn), s.file, i + 1, entry);
      Integer other = name == null ? null : labels.put(name, label);
      if (other != null && other != label) {
        throw new InputException(
            "labels file '%s' gives '%s' the labels %d and %d"
                .formatted(s.file, entry, other, label));
      }
    }
    if (labels.isEmpty()) {
      throw new InputException(
          "labels file '%s' names no picture of '%s': its first entry is '%s', the first picture '%s'"
              .formatted(
                  s.file,
                  pictures.root(),
                  rows.size() > (header ? 1 : 0)
                      ? cell(rows.get(header ? 1 : 0), fileColumn)
                      : "missing",
                  pictures.names().get(0)));
    }
    return labels;
  }

  /** The rows of a table; also of ImageNet's lists, which have a space before the label. */
  private static List<List<String>> rows(Path file) {
    List<List<String>> rows = Csv.read(file);
    boolean list = rows.stream().allMatch(r -> r.size() == 1 && LIST.matcher(r.get(0)).matches());
    return list ? rows.stream().map(r -> cells(r.get(0))).toList() : rows;
  }

  private static List<String> cells(String line) {
    Matcher entry = LIST.matcher(line);
    return entry.matches() ? List.of(entry.group(1), entry.group(2)) : List.of(line);
  }

  static int column(List<String> header, String name, Path file) {
    int at = header.indexOf(name);
    if (at < 0) {
      throw new InputException(
          "labels file '%s' has no column '%s'; it has %s"
              .formatted(file, name, String.join(", ", header)));
    }
    return at;
  }

  static String cell(List<String> row, int column) {
    return column < row.size() ? row.get(column).strip() : "";
  }

  static boolean isIndex(String text) {
    return text.matches("[0-9]{1,9}");
  }

  private static int label(String text, Path file, int line, String entry) {
    if (!isIndex(text)) {
      throw new InputException(
          "labels file '%s', row %d ('%s'): label '%s' is no class index (a whole number from 0)"
              .formatted(file, line, entry, text));
    }
    return Integer.parseInt(text);
  }

  /** Where the table is and which columns count; null columns: by position. */
  private record Spec(Path file, String fileColumn, String labelColumn) {
    static Spec of(String spec, Path root) {
      Path whole = LabelPath.find(spec, root, Files::isRegularFile);
      if (whole != null) {
        return new Spec(whole, null, null);
      }
      // from the end: a path may hold a colon, a drive letter for one
      List<String> parts = new ArrayList<>(List.of(spec.split(":", -1)));
      if (parts.size() >= 3) {
        String label = parts.remove(parts.size() - 1);
        String file = parts.remove(parts.size() - 1);
        Path table = LabelPath.find(String.join(":", parts), root, Files::isRegularFile);
        if (table != null && !label.isEmpty() && !file.isEmpty()) {
          return new Spec(table, file, label);
        }
      }
      throw new InputException(
          "labels=%s: no such file, here or in '%s'; give FILE or FILE:file-column:label-column"
              .formatted(spec, root));
    }
  }
}
