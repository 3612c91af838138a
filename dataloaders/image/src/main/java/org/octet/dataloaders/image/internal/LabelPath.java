package org.octet.dataloaders.image.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.octet.api.error.InputException;

/** Where the annotations are that the user names: here, or in the data folder. */
final class LabelPath {
  private LabelPath() {}

  /** The path that passes, relative to the current folder or to the data; null: neither does. */
  static Path find(String text, Path data, Predicate<Path> passes) {
    try {
      Path given = Path.of(text);
      Path inData = data.resolve(text);
      return passes.test(given) ? given : passes.test(inData) ? inData : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * The file.
   *
   * @throws InputException when there is none
   */
  static Path file(String text, Path data) {
    return found(find(text, data, Files::isRegularFile), text, data, "file");
  }

  /**
   * The folder.
   *
   * @throws InputException when there is none
   */
  static Path folder(String text, Path data) {
    return found(find(text, data, Files::isDirectory), text, data, "folder");
  }

  private static Path found(Path path, String text, Path data, String kind) {
    if (path == null) {
      throw new InputException(
          "labels=%s: no such %s, here or in '%s'".formatted(text, kind, data));
    }
    return path;
  }
}
