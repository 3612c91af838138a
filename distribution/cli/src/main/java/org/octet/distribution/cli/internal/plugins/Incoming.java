package org.octet.distribution.cli.internal.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.octet.api.error.InputException;

/**
 * A jar from outside, on its way into the plugins folder.
 *
 * @param source where it lies
 */
record Incoming(Path source) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}\\.jar");

  /** What a jar may weigh, in bytes. */
  private static final long LARGEST = 1L << 30;

  /**
   * The name that it will have.
   *
   * @throws InputException when it does not do, or the file is missing
   */
  String name() {
    if (!Files.isRegularFile(source)) {
      throw new InputException("there is no file '" + source + "'");
    }
    String name = source.getFileName().toString();
    if (!NAME.matcher(name).matches()) {
      throw new InputException(
          "'%s' does not do as the name of a plugin's jar: letters, digits, '.', '_', '+', '-', and .jar at the end"
              .formatted(name));
    }
    return name;
  }

  /**
   * Copies it, and compares its digest with what it must be.
   *
   * @param temporary an empty file
   * @param sha256 what the user says; null: nothing
   * @throws InputException when the digest is another one, or the file is too large
   */
  void copyTo(Path temporary, String sha256) throws IOException {
    readableByAll(temporary);
    compare(copy(temporary), sha256);
  }

  /** Temporary files are their owner's alone, an installation is not. */
  private static void readableByAll(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  /** Returns the digest of what was copied, when it is on the disk. */
  private String copy(Path temporary) throws IOException {
    try (InputStream in = Files.newInputStream(source);
        FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      if (Files.size(source) > LARGEST) {
        throw new InputException(
            "'%s' has %d bytes; at most %d are allowed"
                .formatted(source, Files.size(source), LARGEST));
      }
      String digest = Digests.copy(in, Channels.newOutputStream(out));
      out.force(true);
      return digest;
    }
  }

  private void compare(String digest, String sha256) {
    if (sha256 != null) {
      compare(digest, Digests.parse(sha256, "--sha256"), "--sha256");
    }
    Digests.beside(source)
        .ifPresent(d -> compare(digest, d, "'" + source.getFileName() + ".sha256'"));
  }

  private void compare(String digest, String wanted, String where) {
    if (!digest.equals(wanted)) {
      throw new InputException(
          "'%s' has the SHA-256 %s, not %s as %s says: get the file anew"
              .formatted(source, digest, wanted, where));
    }
  }
}
