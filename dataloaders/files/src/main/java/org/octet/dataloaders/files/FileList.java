package org.octet.dataloaders.files;

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
import java.util.stream.Stream;
import org.octet.api.error.InputException;

/**
 * The data files below a folder. Immutable.
 *
 * @param root the folder
 * @param names relative names, folders separated by {@code /}, in the order of their UTF-8 bytes
 */
public record FileList(Path root, List<String> names) {
  /** Order of the unsigned UTF-8 bytes, the same on every system and in every language. */
  public static final Comparator<String> BYTE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** Copies the list. */
  public FileList {
    names = List.copyOf(names);
  }

  /**
   * Lists a folder and all folders below it, or one file, whatever its name. Links are followed;
   * hidden files and folders (names that begin with a dot) are left out.
   *
   * @param endings how the names of data files end, in lower case, such as {@code .nii.gz}
   * @throws InputException when there is no such file or a folder cannot be read
   */
  public static FileList of(Path path, List<String> endings) {
    if (Files.isRegularFile(path)) {
      return new FileList(
          path.toAbsolutePath().getParent(), List.of(path.getFileName().toString()));
    }
    if (!Files.isDirectory(path)) {
      throw new InputException("data folder '%s' does not exist".formatted(path));
    }
    List<String> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          path,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          collect(path, endings, found));
    } catch (IOException e) {
      throw new InputException("data folder '%s' cannot be read: %s".formatted(path, e), e);
    }
    if (found.isEmpty()) {
      throw new InputException(
          "data folder '%s' has no file ending in %s".formatted(path, String.join(", ", endings)));
    }
    found.sort(BYTE_ORDER);
    return new FileList(path, found);
  }

  private static SimpleFileVisitor<Path> collect(
      Path root, List<String> endings, List<String> found) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return !folder.equals(root) && isHidden(folder)
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (attributes.isRegularFile()
            && !isHidden(file)
            && endings.stream().anyMatch(name::endsWith)) {
          found.add(relativeName(root, file));
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }

  /** Names of the folders directly below the root, hidden ones left out, in byte order. */
  public List<String> subFolders() {
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

  /** The same folder with some of its files. */
  public FileList with(List<String> some) {
    return new FileList(root, some);
  }

  /** The file of a name. */
  public Path file(String name) {
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
}
