package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import org.octet.api.error.OutputException;

/** Where natives are unpacked. */
final class CacheFolder {
  /** System property that names the cache folder. */
  static final String PROPERTY = "octet.cache";

  private CacheFolder() {}

  /**
   * The error when libraries cannot be unpacked.
   *
   * @param folder where to; it need not be there
   */
  static OutputException failure(Path folder, IOException e) {
    return new OutputException(
        "OpenVINO's libraries cannot be unpacked into '%s'%s: %s. They need 90 MB; make room, or name another folder with -D%s=DIR (of the command octet: OCTET_JAVA_OPTS=-D%s=DIR)"
            .formatted(folder, free(folder), reason(e), PROPERTY, PROPERTY),
        e);
  }

  private static String free(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return " (%d MB free there)"
          .formatted(Files.getFileStore(there).getUsableSpace() / 1_000_000);
    } catch (IOException unknown) {
      return "";
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException f) {
      String why = f.getReason() == null ? f.getClass().getSimpleName() : f.getReason();
      return why + " (" + f.getFile() + ")";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /**
   * The folder for natives, created: below {@code -Doctet.cache}, else below {@code .cache/octet}
   * of the user's home, else (home not writable) below the temp folder.
   *
   * @param properties the system properties by name
   * @throws OutputException when none can be written
   */
  static Path natives(UnaryOperator<String> properties) {
    String chosen = properties.apply(PROPERTY);
    boolean named = chosen != null && !chosen.isBlank();
    Path folder =
        named
            ? Path.of(chosen).toAbsolutePath().resolve("natives")
            : Path.of(properties.apply("user.home"), ".cache", "octet", "natives");
    try {
      return writable(folder);
    } catch (IOException e) {
      if (named) {
        throw failure(folder, e);
      }
      return inTemp(Path.of(properties.apply("java.io.tmpdir")));
    }
  }

  private static Path inTemp(Path temp) {
    try {
      return writable(privateFolder(temp).resolve("natives"));
    } catch (IOException e) {
      throw failure(temp, e);
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
  private static Path privateFolder(Path temp) throws IOException {
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
    Path folder = temp.resolve("octet-" + user);
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
      throw new IOException(folder + " belongs to somebody else");
    }
    return folder;
  }
}
