package org.octet.core.internal.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.octet.core.internal.output.Claim;
import org.octet.core.internal.output.OutputFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this job alone, in the system's folder for temporary files; gone when it is closed,
 * or swept after its process was killed.
 *
 * @param path the folder
 * @param claim tells others that this process is alive
 */
record TemporaryFolder(Path path, Claim claim) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final String PREFIX = "octet-import-";
  private static final Pattern NAMES = Pattern.compile(PREFIX + Claim.TOKEN + "(?:\\.lock)?");

  static TemporaryFolder make() {
    Path all = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Claim claim = Claim.take(all, TemporaryFolder::marker);
      claim.sweep(NAMES, TemporaryFolder::marker, left -> left.forEach(TemporaryFolder::delete));
      return new TemporaryFolder(make(all.resolve(PREFIX + claim.token())), claim);
    } catch (IOException e) {
      throw OutputFiles.failure("a temporary folder cannot be made in '" + all + "'", e);
    }
  }

  /** Removes those of processes that were killed; never fails. */
  static void sweep() {
    try (Claim claim = Claim.take(all(), TemporaryFolder::marker)) {
      claim.sweep(NAMES, TemporaryFolder::marker, left -> left.forEach(TemporaryFolder::delete));
    } catch (IOException e) {
      LOG.debug("nothing is swept in {}", all(), e);
    }
  }

  private static Path all() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static String marker(String token) {
    return PREFIX + token + ".lock";
  }

  private static Path make(Path folder) throws IOException {
    if (Files.getFileAttributeView(folder.getParent(), PosixFileAttributeView.class) == null) {
      return Files.createDirectory(folder);
    }
    var mine = PosixFilePermissions.fromString("rwx------");
    return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mine));
  }

  private static void delete(Path folder) {
    try (Stream<Path> content = Files.walk(folder)) {
      List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("cannot remove temporary folder {}", folder, e);
    }
  }

  @Override
  public void close() {
    delete(path);
    claim.close();
  }
}
