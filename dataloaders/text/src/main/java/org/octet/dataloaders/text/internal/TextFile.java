package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.error.InputException;

/** Reads whole files. Stateless. */
final class TextFile {
  /** Bytes of the largest file. */
  static final int MAX_BYTES = 256 << 20;

  private TextFile() {}

  /**
   * The bytes of a file that the user named.
   *
   * @param what what it is to the user, such as {@code data file}
   * @throws InputException when it is missing, too large or cannot be read
   */
  static byte[] bytes(Path file, String what) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "%s '%s' %s"
              .formatted(
                  what,
                  file,
                  Files.isDirectory(file) ? "is a folder; give a file" : "does not exist"));
    }
    try {
      return bytes(file);
    } catch (IOException e) {
      throw new InputException(
          "%s '%s' cannot be read: %s".formatted(what, file, e.getMessage()), e);
    }
  }

  /**
   * The text of a file that the user named; see {@link #decode}.
   *
   * @throws InputException when it is missing, too large or not UTF-8
   */
  static String text(Path file, String what) {
    byte[] bytes = bytes(file, what);
    try {
      return decode(bytes);
    } catch (IOException e) {
      throw new InputException(
          "%s '%s' cannot be read: %s".formatted(what, file, e.getMessage()), e);
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws IOException when it is too large or cannot be read
   */
  static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new IOException(
          "it has %d bytes; at most %d are read, so split it".formatted(size, MAX_BYTES));
    }
    return Files.readAllBytes(file);
  }

  /**
   * UTF-8, without the byte order mark.
   *
   * @throws IOException with the line when it is not UTF-8
   */
  static String decode(byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new IOException(
          "line %d is not UTF-8 (byte %02X); convert it".formatted(line, in.get() & 0xFF));
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
