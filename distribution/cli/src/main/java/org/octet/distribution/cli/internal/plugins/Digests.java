package org.octet.distribution.cli.internal.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.octet.api.error.InputException;

/** SHA-256 of files, in lower-case hexadecimal digits. */
final class Digests {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  /** What a {@code .sha256} file may have: a digest and a file name. */
  private static final long SIDECAR_BYTES = 4096;

  private Digests() {}

  /** Copies a stream and returns the digest of what was copied. */
  static String copy(InputStream from, OutputStream to) throws IOException {
    MessageDigest digest = sha256();
    new DigestInputStream(from, digest).transferTo(to);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of a file. */
  static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return copy(in, OutputStream.nullOutputStream());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * A digest as a user gives it.
   *
   * @param where what is wrong when it is not one, such as {@code --sha256}
   * @throws InputException when it is not one
   */
  static String parse(String text, String where) {
    String digest = text.strip();
    if (!HEX.matcher(digest).matches()) {
      throw new InputException(
          "%s: '%s' is not a SHA-256: 64 hexadecimal digits".formatted(where, shortened(digest)));
    }
    return digest.toLowerCase(Locale.ROOT);
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  /**
   * The digest in {@code FILE.sha256} beside a file, in the form of {@code sha256sum}; empty when
   * there is none.
   *
   * @throws InputException when it cannot be read, or holds no digest
   */
  static Optional<String> beside(Path file) {
    Path sidecar = file.resolveSibling(file.getFileName() + ".sha256");
    if (!Files.exists(sidecar)) {
      return Optional.empty();
    }
    try {
      if (Files.size(sidecar) > SIDECAR_BYTES) {
        throw new InputException(sidecar + ": too long for a SHA-256");
      }
      String text = Files.readString(sidecar, StandardCharsets.ISO_8859_1).strip();
      return Optional.of(parse(text.split("\\s+", 2)[0], sidecar.toString()));
    } catch (IOException e) {
      throw new InputException("'" + sidecar + "' cannot be read: " + e.getMessage(), e);
    }
  }
}
