package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
  private static final Set<String> EXTENSIONS =
      new TreeSet<>(
          List.of(
              "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "webp", "tif", "tiff", "ppm",
              "pgm", "pbm", "pnm", "jp2"));

  /** Order of the unsigned UTF-8 bytes, the same on every system and in every language. */
  static final Comparator<String> BYTE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** Copies the list. */
  PictureFiles {
    names = List.copyOf(names);
  }

  /**
   * Lists a folder and all folders below it, or one file. Links are followed; hidden files and
   * folders (names that begin with a dot) and files with other extensions are left out.
   *
   * @throws InputException when there is no picture or a folder cannot be read
   */
  static PictureFiles list(Path path) {
    if (Files.isRegularFile(path)) {
      return new PictureFiles(
          path.toAbsolutePath().getParent(), List.of(path.getFileName().toString()));
    }
    if (!Files.isDirectory(path)) {
      throw new InputException("data folder '%s' does not exist".formatted(path));
    }
    List<String> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, collect(path, found));
    } catch (IOException e) {
      throw new InputException("data folder '%s' cannot be read: %s".formatted(path, e), e);
    }
    if (found.isEmpty()) {
      throw new InputException(
          "data folder '%s' has no picture; expected files ending in %s"
              .formatted(path, String.join(", ", EXTENSIONS)));
    }
    found.sort(BYTE_ORDER);
    return new PictureFiles(path, found);
  }

  private static SimpleFileVisitor<Path> collect(Path root, List<String> found) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return !folder.equals(root) && isHidden(folder)
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !isHidden(file) && isPicture(file)) {
          found.add(relativeName(root, file));
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }

  /** Names of the folders directly below the root, hidden ones left out, in byte order. */
  List<String> subFolders() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(e -> Files.isDirectory(e) && !isHidden(e))
          .map(e -> e.getFileName().toString())
          .sorted(BYTE_ORDER)
          .toList();
    } catch (IOException e) {
      throw new InputException("data folder '%s' cannot be read: %s".formatted(root, e), e);
    }
  }

  /** The file of a name. */
  Path file(String name) {
    return root.resolve(name);
  }

  /** A path below a folder as a name, independent of the system. */
  static String relativeName(Path root, Path file) {
    StringBuilder name = new StringBuilder();
    root.relativize(file).forEach(part -> name.append(name.isEmpty() ? "" : "/").append(part));
    return name.toString();
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
