package org.octet.dataloaders.text.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.octet.api.error.InternalException;

/** Identifies a sample by everything that it is made from. One use, one thread. */
final class Fingerprint {
  private final MessageDigest digest;

  /** An empty one. */
  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this Java has no SHA-256", e);
    }
  }

  /** Adds a text; null is another one than an empty text. */
  Fingerprint add(String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    length(text == null ? -1 : bytes.length);
    digest.update(bytes);
    return this;
  }

  /** Adds numbers. */
  Fingerprint add(long[] values) {
    length(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
    bytes.asLongBuffer().put(values);
    digest.update(bytes);
    return this;
  }

  /** SHA-256 of all that was added, in hexadecimal. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Lengths tell where one part ends and the next begins. */
  private void length(int length) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
  }
}
