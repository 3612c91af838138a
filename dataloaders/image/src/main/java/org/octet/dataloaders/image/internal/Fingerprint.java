package org.octet.dataloaders.image.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.octet.api.error.InternalException;

/** Identifies a sample by its id and the bytes it is decoded from. Stateless. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256 of id and content in hexadecimal.
   *
   * @param content its remaining bytes count; they are read
   */
  static String of(String id, ByteBuffer content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] name = id.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
      digest.update(name);
      digest.update(content);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this Java has no SHA-256", e);
    }
  }
}
