package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Where natives are unpacked. */
final class CacheFolder {
  /** System property that names the cache folder. */
  static final String PROPERTY = "octet.cache";

  private CacheFolder() {}

  /**
   * The folder for natives, created: below {@code -Doctet.cache}, else below {@code .cache/octet}
   * of the user's home, else (home not writable) below the temp folder.
   *
   * @throws IOException when none can be written; the message names the folder
   */
  static Path natives() throws IOException {
    String chosen = System.getProperty(PROPERTY);
    if (chosen != null && !chosen.isBlank()) {
      return writable(Path.of(chosen).toAbsolutePath().resolve("natives"));
    }
    try {
      return writable(Path.of(System.getProperty("user.home"), ".cache", "octet", "natives"));
    } catch (IOException homeIsReadOnly) {
      return writable(privateTemp().resolve("natives"));
    }
  }

  private static Path writable(Path folder) throws IOException {
    Files.createDirectories(folder);
    // asking Files.isWritable is not enough: read-only mounts and full quotas show only when
    // writing
    Files.delete(Files.createTempFile(folder, ".probe", null));
    return folder;
  }

  /**
   * A folder in the temp folder that only this user can write, so that nobody else can plant a
   * library there.
   */
  private static Path privateTemp() throws IOException {
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "octet-" + user);
    if (Files.getFileAttributeView(folder.getParent(), PosixFileAttributeView.class) == null) {
      return Files.createDirectories(folder); // Windows: the temp folder is the user's own
    }
    var mine = PosixFilePermissions.fromString("rwx------");
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mine));
    }
    // the owner of a new file is this user, whatever the system calls it
    Path probe = Files.createTempFile(folder.getParent(), "octet", null);
    boolean safe =
        Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder).equals(Files.getOwner(probe))
            && Files.getPosixFilePermissions(folder).equals(mine);
    Files.delete(probe);
    if (!safe) {
      throw new IOException(folder + " belongs to somebody else; name a folder with -D" + PROPERTY);
    }
    return folder;
  }
}
