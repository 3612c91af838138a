package org.octet.dataloaders.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads files as far as a limit. Memory grows with what is really there, not with what a header
 * promises. Stateless.
 */
public final class Content {
  /** Bytes of the largest content that is held in memory, unpacked: 1 GiB. */
  public static final int MAX_BYTES = 1 << 30;

  private Content() {}

  /**
   * A whole file as it is.
   *
   * @throws IOException when it cannot be read or is larger than {@link #MAX_BYTES}
   */
  public static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it holds more than %d bytes".formatted(MAX_BYTES));
      }
      return bytes;
    }
  }

  /**
   * A file as a stream, unpacked if it is gzip, whatever its name says.
   *
   * @throws IOException when it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return gzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16)) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Exactly so many bytes of a stream.
   *
   * @param what named in the error
   * @throws IOException when there are fewer, or more than {@link #MAX_BYTES} are asked for
   */
  public static byte[] exactly(InputStream in, long count, String what) throws IOException {
    if (count > MAX_BYTES) {
      throw new IOException(
          "%s: %d bytes; at most %d are held in memory".formatted(what, count, MAX_BYTES));
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new IOException(
          "truncated: %s has %d bytes, its header says %d".formatted(what, bytes.length, count));
    }
    return bytes;
  }
}
