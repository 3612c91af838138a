package org.octet.core.internal.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.octet.core.internal.output.OutputFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this job alone, in the system's folder for temporary files; gone when it is closed.
 *
 * @param path the folder
 */
record TemporaryFolder(Path path) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

  static TemporaryFolder make() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("octet-import-"));
    } catch (IOException e) {
      throw OutputFiles.failure(
          "a temporary folder cannot be made in '" + System.getProperty("java.io.tmpdir") + "'", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> content = Files.walk(path)) {
      List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("cannot remove temporary folder {}", path, e);
    }
  }
}
