package org.octet.core.internal.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.error.InternalException;
import org.octet.api.plugin.Parameters;

/**
 * SHA-256 over a list of fields. Every field is preceded by its length, so that different lists
 * never give the same bytes. Used by one thread.
 */
public final class KeyDigest {
  private final MessageDigest digest;

  /** Starts with no field. */
  public KeyDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this Java has no SHA-256", e);
    }
  }

  /** Adds a text. */
  public KeyDigest text(String text) {
    return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds a number. */
  public KeyDigest number(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }

  /** Adds the remaining bytes of a buffer, whose position stays. */
  public KeyDigest bytes(ByteBuffer bytes) {
    number(bytes.remaining());
    digest.update(bytes.duplicate());
    return this;
  }

  /** Adds checked parameters of a plugin, in the order of their keys. */
  public KeyDigest parameters(Map<String, Object> parameters) {
    number(parameters.size());
    new TreeMap<>(parameters).forEach((key, value) -> text(key).text(plain(value)));
    return this;
  }

  private static String plain(Object value) {
    if (value instanceof double[] numbers) {
      return Arrays.toString(numbers);
    }
    if (value instanceof Path path) {
      return path.toAbsolutePath().normalize().toString();
    }
    if (value instanceof Parameters object) {
      Map<String, String> texts = new TreeMap<>();
      object.asMap().forEach((key, each) -> texts.put(key, plain(each)));
      return texts.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(KeyDigest::plain).toList().toString();
    }
    return value instanceof int[] size ? Arrays.toString(size) : value.toString();
  }

  /** The hash of everything added, in lower-case hexadecimal; ends this digest. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
