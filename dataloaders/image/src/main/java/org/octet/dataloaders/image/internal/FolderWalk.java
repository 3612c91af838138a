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
import java.util.Set;
import org.octet.api.error.InputException;

/**
 * Lists a folder and all folders below it. Links are followed; hidden files and folders (names that
 * begin with a dot) are left out.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
  /** Order of the unsigned UTF-8 bytes, the same on every system and in every language. */
  static final Comparator<String> BYTE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Path root;
  private final Set<String> extensions;
  private final List<String> found = new ArrayList<>();

  private FolderWalk(Path root, Set<String> extensions) {
    this.root = root;
    this.extensions = extensions;
  }

  /**
   * Relative names of the files, folders separated by {@code /}, in the order of their UTF-8 bytes.
   *
   * @param extensions wanted endings in lower case, without a dot
   * @throws InputException when it is no folder or cannot be read
   */
  static List<String> list(Path folder, Set<String> extensions) {
    if (!Files.isDirectory(folder)) {
      throw new InputException("data folder '%s' does not exist".formatted(folder));
    }
    FolderWalk walk = new FolderWalk(folder, extensions);
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    } catch (IOException e) {
      throw new InputException("data folder '%s' cannot be read: %s".formatted(folder, e), e);
    }
    walk.found.sort(BYTE_ORDER);
    return walk.found;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return !folder.equals(root) && isHidden(folder)
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = file.getFileName().toString();
    if (attributes.isRegularFile()
        && !isHidden(file)
        && extensions.contains(Companions.extension(name))) {
      found.add(relativeName(root, file));
    }
    return FileVisitResult.CONTINUE;
  }

  /** A path below a folder as a name, independent of the system. */
  static String relativeName(Path root, Path file) {
    StringBuilder name = new StringBuilder();
    root.relativize(file).forEach(part -> name.append(name.isEmpty() ? "" : "/").append(part));
    return name.toString();
  }

  static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
