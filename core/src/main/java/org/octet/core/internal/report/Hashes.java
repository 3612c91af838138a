package org.octet.core.internal.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.octet.api.error.InputException;
import org.octet.api.error.InternalException;

/** SHA-256 of files. */
public final class Hashes {
  private static final int BLOCK = 1 << 16;

  private Hashes() {}

  /**
   * The SHA-256 of a file in lower-case hexadecimal, read block by block.
   *
   * @throws InputException when the file cannot be read
   */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be read: " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this Java has no SHA-256", e);
    }
  }
}
