package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;

/**
 * A folder of texts, one per file, sub-folders included, in the order of the bytes of the relative
 * names. If texts lie in two or more folders directly below it, these folders, in byte order, are
 * the classes. Hidden files do not count. Files are read when they are asked for.
 */
final class TextFolder implements Texts {
  private final Path root;
  private final List<String> names;
  private final List<String> classes;
  private final boolean skip;

  /**
   * @param root the folder
   * @param skip whether a file that cannot be read may be left out
   * @throws InputException when it holds no file or cannot be listed
   */
  TextFolder(Path root, boolean skip) {
    this.root = root;
    this.skip = skip;
    if (!Files.isDirectory(root)) {
      throw new InputException(
          "data folder '%s' %s"
              .formatted(root, Files.exists(root) ? "is no folder" : "does not exist"));
    }
    names = list();
    if (names.isEmpty()) {
      throw new InputException("data folder '%s' holds no files".formatted(root));
    }
    List<String> folders = names.stream().map(TextFolder::folder).distinct().toList();
    long below = folders.stream().filter(f -> !f.isEmpty()).count();
    classes = below < 2 ? List.of() : folders.stream().filter(f -> !f.isEmpty()).toList();
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Row get(int index) {
    String name = names.get(index);
    try {
      String text = TextFile.decode(TextFile.bytes(root.resolve(name)));
      return new Row(name, text, null, label(name));
    } catch (ClosedByInterruptException e) {
      throw new CancelledException("interrupted while reading '" + name + "'", e);
    } catch (IOException e) {
      throw new UnreadableSampleException(name, reason(e), skip, e);
    }
  }

  private Optional<Annotation> label(String name) {
    int index = classes.indexOf(folder(name));
    return index < 0 ? Optional.empty() : Optional.of(new ClassLabel(index));
  }

  private List<String> list() {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> root.relativize(f).toString().replace('\\', '/'))
          .filter(n -> Stream.of(n.split("/")).noneMatch(part -> part.startsWith(".")))
          .sorted(
              Comparator.comparing(
                  n -> n.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new InputException("data folder '%s' cannot be listed: %s".formatted(root, e), e);
    }
  }

  private static String folder(String name) {
    return name.substring(0, Math.max(0, name.indexOf('/')));
  }

  /** The system's errors say only the file's name: their kind is the reason. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException f
        ? f.getReason() == null ? f.getClass().getSimpleName() : f.getReason()
        : e.getMessage();
  }
}
