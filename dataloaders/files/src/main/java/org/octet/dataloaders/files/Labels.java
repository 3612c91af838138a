package org.octet.dataloaders.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.octet.api.error.InputException;

/** Class labels of files: from a table, from their names, or from the folders they lie in. */
public final class Labels {
  private Labels() {}

  /**
   * Labels by sub-folder: the folders directly below the root, in byte order, are the classes 0, 1,
   * …; empty folders count. A file in the root itself has no label.
   *
   * @return label by name; empty unless files lie in at least two sub-folders: one alone says
   *     nothing
   */
  public static Map<String, Integer> fromFolders(FileList files) {
    Map<String, Integer> classes = numbered(files.subFolders());
    Map<String, Integer> labels = new HashMap<>();
    for (String name : files.names()) {
      Integer label = classes.get(name.substring(0, Math.max(0, name.indexOf('/'))));
      if (label != null) {
        labels.put(name, label);
      }
    }
    return Set.copyOf(labels.values()).size() < 2 ? Map.of() : labels;
  }

  /**
   * Labels by a regular expression that is found in the relative names. Its first group is the
   * label: a class index where all of them are whole numbers, otherwise a word, and the words in
   * byte order are the classes 0, 1, ….
   *
   * @param key parameter that the expression comes from
   * @return label by name, of the files that match
   * @throws InputException when it is no expression with a group, or matches no file
   */
  public static Map<String, Integer> fromNames(String key, String expression, FileList files) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new InputException(
          "%s=%s: no regular expression: %s".formatted(key, expression, e.getDescription()), e);
    }
    Map<String, String> words = new LinkedHashMap<>();
    for (String name : files.names()) {
      Matcher m = pattern.matcher(name);
      if (m.groupCount() < 1) {
        throw new InputException(
            "%s=%s: it needs a group for the label, such as ([0-9]+)_.*"
                .formatted(key, expression));
      }
      if (m.find() && m.group(1) != null) {
        words.put(name, m.group(1));
      }
    }
    if (words.isEmpty()) {
      throw new InputException(
          "%s=%s matches no file, such as '%s'".formatted(key, expression, files.names().get(0)));
    }
    boolean indices = words.values().stream().allMatch(Labels::isIndex);
    Map<String, Integer> classes = indices ? Map.of() : numbered(sorted(words.values()));
    Map<String, Integer> labels = new HashMap<>();
    words.forEach(
        (name, word) -> labels.put(name, indices ? Integer.parseInt(word) : classes.get(word)));
    return labels;
  }

  private static Collection<String> sorted(Collection<String> words) {
    Set<String> sorted = new TreeSet<>(FileList.BYTE_ORDER);
    sorted.addAll(words);
    return sorted;
  }

  private static Map<String, Integer> numbered(Collection<String> names) {
    Map<String, Integer> classes = new HashMap<>();
    names.forEach(n -> classes.put(n, classes.size()));
    return classes;
  }

  /**
   * Labels from a CSV file. Rows naming files that are not there are passed over, so that the table
   * of a whole data set serves a part of it.
   *
   * @param spec {@code FILE[:file-column:label-column]}; without columns the first holds the file
   *     and the second the label, and a first row whose label is a number is no header
   * @return label by name, of the files that the table names
   * @throws InputException when the file is missing or damaged, a column is missing, a label is no
   *     class index, or no row names a file
   */
  public static Map<String, Integer> fromTable(String spec, FileList files) {
    TableSpec s = TableSpec.of("labels", spec, 2, files.root());
    LabelTable table = LabelTable.read(s);
    int fileColumn = s.columns().isEmpty() ? 0 : table.column(s.columns().get(0));
    int labelColumn = s.columns().isEmpty() ? 1 : table.column(s.columns().get(1));
    Set<String> known = new HashSet<>(files.names());
    Map<String, Integer> labels = new HashMap<>();
    for (int row = table.firstRow(labelColumn, !s.columns().isEmpty()); row < table.rows(); row++) {
      String entry = table.cell(row, fileColumn);
      String name = resolve(entry, s.file(), files.root(), known);
      int label = table.label(row, labelColumn);
      Integer other = name == null ? null : labels.put(name, label);
      if (other != null && other != label) {
        throw new InputException(
            "labels file '%s' gives '%s' the labels %d and %d"
                .formatted(s.file(), entry, other, label));
      }
    }
    if (labels.isEmpty()) {
      throw new InputException(
          "labels file '%s' names no file of '%s', such as '%s'"
              .formatted(s.file(), files.root(), files.names().get(0)));
    }
    return labels;
  }

  /**
   * Labels row by row from a CSV file.
   *
   * @param spec {@code FILE[:label-column]}; without a column the last one, and a first row whose
   *     label is a number is no header
   * @param folder where FILE is looked for when it is not here
   * @return the labels, one per row
   * @throws InputException when the file is missing or damaged, the column is missing, or a label
   *     is no class index
   */
  public static int[] ofRows(String spec, Path folder) {
    TableSpec s = TableSpec.of("labels", spec, 1, folder);
    LabelTable table = LabelTable.read(s);
    int column = s.columns().isEmpty() ? table.width() - 1 : table.column(s.columns().get(0));
    int first = table.firstRow(column, !s.columns().isEmpty());
    int[] labels = new int[table.rows() - first];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = table.label(first + i, column);
    }
    return labels;
  }

  static boolean isIndex(String text) {
    return !text.isEmpty()
        && text.length() <= 9
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The file that an entry names, relative to the data or to the table; null: none. */
  private static String resolve(String entry, Path table, Path root, Set<String> known) {
    String name = entry.replace('\\', '/');
    if (name.startsWith("./")) {
      name = name.substring(2);
    }
    if (known.contains(name)) {
      return name;
    }
    try {
      Path absoluteRoot = root.toAbsolutePath().normalize();
      Path file = table.toAbsolutePath().getParent().resolve(name).normalize();
      String relative =
          file.startsWith(absoluteRoot) ? FileList.relativeName(absoluteRoot, file) : "";
      return known.contains(relative) ? relative : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
