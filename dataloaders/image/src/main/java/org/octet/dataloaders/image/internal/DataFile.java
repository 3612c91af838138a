package org.octet.dataloaders.image.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.octet.api.error.InputException;

/** Reads a whole binary data file, unpacking gzip, whatever its name says. */
final class DataFile {
  /** Bytes of the largest file, unpacked. */
  private static final int MAX_BYTES = 1 << 30;

  private DataFile() {}

  /**
   * The bytes.
   *
   * @throws InputException when the file is missing, damaged or too large
   */
  static byte[] read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "data file '%s' %s"
              .formatted(
                  file, Files.isDirectory(file) ? "is a folder; give the file" : "does not exist"));
    }
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      if (bytes.length == MAX_BYTES) {
        throw new InputException(
            "data file '%s' is larger than %d bytes".formatted(file, MAX_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new InputException("data file '%s' cannot be read: %s".formatted(file, e), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
