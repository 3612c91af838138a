package org.octet.core.internal.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that plugins were loaded from. Stateless. */
final class PluginFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFiles.class);

  private PluginFiles() {}

  /**
   * Name, size and time of change of the jar of a class, or of the newest file of its folder; the
   * version alone does not tell two builds apart. Empty where it is not known.
   */
  static String build(Class<?> type) {
    try {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      String location =
          source == null || source.getLocation() == null ? "" : source.getLocation().toString();
      int file = location.indexOf("file:");
      return file < 0 ? "" : describe(Path.of(URI.create(location.substring(file))));
    } catch (IOException | RuntimeException e) {
      LOG.debug("it is not known what {} was loaded from", type, e);
      return "";
    }
  }

  private static String describe(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      return "%s %d %s"
          .formatted(file.getFileName(), Files.size(file), Files.getLastModifiedTime(file));
    }
    try (Stream<Path> files = Files.walk(file)) {
      return files
          .map(PluginFiles::changed)
          .max(Comparator.naturalOrder())
          .map(newest -> file + " " + newest)
          .orElse("");
    }
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
