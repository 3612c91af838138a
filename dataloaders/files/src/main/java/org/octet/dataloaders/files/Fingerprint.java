package org.octet.dataloaders.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.octet.api.error.InternalException;

/** Identifies a sample by its id and the bytes it is decoded from. One use, one thread. */
public final class Fingerprint {
  private final MessageDigest digest;

  /** Begins with the sample's id. */
  public Fingerprint(String id) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this Java has no SHA-256", e);
    }
    add(id);
  }

  /** Adds a text. */
  public Fingerprint add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds all bytes of an array, and how many there are. */
  public Fingerprint add(byte[] content) {
    return add(ByteBuffer.wrap(content));
  }

  /** Adds the remaining bytes of a buffer, and how many there are. */
  public Fingerprint add(ByteBuffer content) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.remaining()).flip());
    digest.update(content.duplicate());
    return this;
  }

  /** SHA-256 of all that was added, in hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What {@code reading} gives; empty when it fails: reading the sample will say why. */
  public static Optional<String> of(Samples.Reading<Fingerprint> reading) {
    try {
      return Optional.of(reading.read().hex());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
