package org.octet.dataloaders.files;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedList;
import java.util.List;
import org.octet.api.error.InputException;

/**
 * A file, and perhaps columns of it: {@code FILE} or {@code FILE:column:…}.
 *
 * @param file where it is
 * @param columns names of columns; empty: by position
 */
public record TableSpec(Path file, List<String> columns) {
  /** Copies the list. */
  public TableSpec {
    columns = List.copyOf(columns);
  }

  /**
   * Finds the file, here or in the folder of the data.
   *
   * @param key parameter that the text comes from
   * @param columns how many columns may follow the file, all or none
   * @throws InputException when there is no such file
   */
  public static TableSpec of(String key, String spec, int columns, Path folder) {
    Path whole = find(spec, folder);
    if (whole != null) {
      return new TableSpec(whole, List.of());
    }
    // from the end: a path may hold a colon, a drive letter for one
    LinkedList<String> parts = new LinkedList<>(List.of(spec.split(":", -1)));
    LinkedList<String> names = new LinkedList<>();
    while (names.size() < columns && parts.size() > 1) {
      names.addFirst(parts.removeLast());
    }
    Path table = find(String.join(":", parts), folder);
    if (table == null || names.size() < columns || names.contains("")) {
      throw new InputException(
          "%s=%s: no such file, here or in '%s'; give FILE or FILE:%s"
              .formatted(
                  key, spec, folder, columns == 1 ? "label-column" : "file-column:label-column"));
    }
    return new TableSpec(table, names);
  }

  private static Path find(String text, Path folder) {
    try {
      Path given = Path.of(text);
      Path inData = folder.resolve(text);
      return Files.isRegularFile(given) ? given : Files.isRegularFile(inData) ? inData : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
