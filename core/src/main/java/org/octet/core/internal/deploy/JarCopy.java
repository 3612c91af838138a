package org.octet.core.internal.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.octet.api.error.PluginException;

/**
 * A copy of a jar, which nobody writes to, so that what is loaded from it stays whole when the jar
 * is replaced or deleted.
 *
 * @param name name of the file that was copied
 * @param file the copy
 * @param hash SHA-256 of its bytes, in hexadecimal
 * @param manifest its manifest; empty when it has none
 */
public record JarCopy(String name, Path file, String hash, Manifest manifest) {
  /**
   * Copies a jar.
   *
   * @param folder takes the copy
   * @throws IOException when it cannot be read, or the copy cannot be written
   * @throws PluginException when it is not a whole jar
   */
  static JarCopy of(Path jar, Path folder) throws IOException {
    String name = jar.getFileName().toString();
    Path copy = Files.createTempFile(folder, "", "-" + name);
    try {
      String hash = copy(jar, copy);
      return new JarCopy(name, copy, hash, manifest(copy));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  private static String copy(Path from, Path to) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest);
        OutputStream out = Files.newOutputStream(to)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Manifest manifest(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? new Manifest() : manifest;
    } catch (IOException e) {
      throw new PluginException("it is not a jar, or not a whole one: " + e.getMessage(), e);
    }
  }

  /** A main attribute of the manifest; empty when there is none. */
  public String header(String key) {
    String value = manifest.getMainAttributes().getValue(key);
    return value == null ? "" : value;
  }

  /** Deletes the copy; what cannot be deleted goes with its folder. */
  public void delete() {
    file.toFile().delete();
  }
}
