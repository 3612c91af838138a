package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.error.InputException;

/** The classes' names in the order of their indices. Immutable. */
final class ClassNames {
  private final Path file;
  private final Map<String, Integer> indices;

  private ClassNames(Path file, Map<String, Integer> indices) {
    this.file = file;
    this.indices = indices;
  }

  /**
   * Reads one name per line, UTF-8; empty lines at the end do not count.
   *
   * @throws InputException when it cannot be read, is empty, or names a class twice
   */
  static ClassNames read(Path file) {
    List<String> lines;
    try {
      lines = new ArrayList<>(Files.readAllLines(file));
    } catch (IOException e) {
      throw new InputException(
          "classes file '%s' cannot be read as UTF-8: %s".formatted(file, Reasons.of(e)), e);
    }
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
    Map<String, Integer> indices = new HashMap<>();
    for (String line : lines) {
      String name = (indices.isEmpty() ? line.replace("\uFEFF", "") : line).strip();
      if (name.isEmpty() || indices.putIfAbsent(name, indices.size()) != null) {
        throw new InputException(
            "classes file '%s', line %d: '%s': one name per line, each once"
                .formatted(file, indices.size() + 1, name));
      }
    }
    if (indices.isEmpty()) {
      throw new InputException(
          "classes file '%s' is empty; expected one name per line".formatted(file));
    }
    return new ClassNames(file, indices);
  }

  /**
   * The index of a name.
   *
   * @throws IOException when the name is not in the file
   */
  int index(String name) throws IOException {
    Integer index = indices.get(name);
    if (index == null) {
      throw new IOException("class '%s' is not in the classes file '%s'".formatted(name, file));
    }
    return index;
  }

  /** Number of classes. */
  int size() {
    return indices.size();
  }
}
