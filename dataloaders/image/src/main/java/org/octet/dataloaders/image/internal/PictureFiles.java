package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.octet.api.error.InputException;

/**
 * The pictures below a folder.
 *
 * @param root the folder
 * @param names relative names, folders separated by {@code /}, in the order of their UTF-8 bytes
 */
record PictureFiles(Path root, List<String> names) {
  /** Endings of pictures, in lower case, without the dot. */
  static final Set<String> EXTENSIONS =
      Collections.unmodifiableSet(
          new TreeSet<>(
              List.of(
                  "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "webp", "tif", "tiff", "ppm",
                  "pgm", "pbm", "pnm", "jp2")));

  /** Copies the list. */
  PictureFiles {
    names = List.copyOf(names);
  }

  /**
   * Lists a folder and all folders below it, one file, or what a {@code .txt} file names, one a
   * line, from the root of the file system or from its folder. Links are followed; hidden files and
   * folders (names that begin with a dot) and files with other extensions are left out.
   *
   * @throws InputException when there is no picture or a folder cannot be read
   */
  static PictureFiles list(Path path) {
    if (Files.isRegularFile(path) && path.toString().endsWith(".txt")) {
      return named(path);
    }
    if (Files.isRegularFile(path)) {
      return new PictureFiles(
          path.toAbsolutePath().getParent(), List.of(path.getFileName().toString()));
    }
    List<String> found = FolderWalk.list(path, EXTENSIONS);
    if (found.isEmpty()) {
      throw new InputException(
          "data folder '%s' has no picture; expected files ending in %s"
              .formatted(path, String.join(", ", EXTENSIONS)));
    }
    return new PictureFiles(path, found);
  }

  private static PictureFiles named(Path list) {
    try {
      List<String> names =
          Files.readAllLines(list).stream()
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .sorted(FolderWalk.BYTE_ORDER)
              .toList();
      if (names.isEmpty()) {
        throw new InputException("list of pictures '%s' is empty".formatted(list));
      }
      return new PictureFiles(list.toAbsolutePath().getParent(), names);
    } catch (IOException e) {
      throw new InputException("list of pictures '%s' cannot be read: %s".formatted(list, e), e);
    }
  }

  /** Names of the folders directly below the root, hidden ones left out, in byte order. */
  List<String> subFolders() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(e -> Files.isDirectory(e) && !FolderWalk.isHidden(e))
          .map(e -> e.getFileName().toString())
          .sorted(FolderWalk.BYTE_ORDER)
          .toList();
    } catch (IOException e) {
      throw new InputException("data folder '%s' cannot be read: %s".formatted(root, e), e);
    }
  }

  /** The file of a name. */
  Path file(String name) {
    return root.resolve(name);
  }
}
