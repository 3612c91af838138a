package org.octet.dataloaders.audio.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.NumberType;

/**
 * Reads the records of a Kaldi archive one after the other: float, double and compressed matrices,
 * vectors, integer vectors; binary or text. See kaldi-asr.org, "Kaldi I/O". One thread.
 */
final class KaldiReader {
  private static final int MAX_KEY = 4096;
  private static final int INTEGER_MARK = 4;

  private final InputStream in;
  private long position;

  /**
   * @param in buffered; stays the caller's
   */
  KaldiReader(InputStream in) {
    this.in = in;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** The next record's key, with the space behind it; null at the end. */
  String key() throws IOException {
    int c = in.read();
    while (c == '\n' || c == '\r') {
      position++;
      c = in.read();
    }
    if (c < 0) {
      return null;
    }
    byte[] key = new byte[MAX_KEY];
    int length = 0;
    while (c > ' ' && length < MAX_KEY) {
      key[length++] = (byte) c;
      c = in.read();
    }
    position += length + 1;
    if (length == 0 || c != ' ' && c != '\t') {
      throw new IOException("no key and space at byte %d".formatted(position - length - 1));
    }
    return new String(key, 0, length, StandardCharsets.UTF_8);
  }

  /** The value of the record. */
  Matrix value() throws IOException {
    return value(true);
  }

  /** Passes over the value of the record. */
  void skip() throws IOException {
    value(false);
  }

  private Matrix value(boolean wanted) throws IOException {
    int c = next();
    if (c != 0) {
      return new KaldiText(this::next).value(c);
    }
    if (next() != 'B') {
      throw new IOException("no binary mark at byte %d".formatted(position));
    }
    c = next();
    if (c == INTEGER_MARK) {
      return integers(wanted);
    }
    StringBuilder kind = new StringBuilder();
    while (c != ' ' && kind.length() < INTEGER_MARK) {
      kind.append((char) c);
      c = next();
    }
    return switch (kind.toString()) {
      case "FM" -> matrix(NumberType.F32, false, wanted);
      case "DM" -> matrix(NumberType.F64, false, wanted);
      case "FV" -> matrix(NumberType.F32, true, wanted);
      case "DV" -> matrix(NumberType.F64, true, wanted);
      case "CM" -> new KaldiCompressed(data(4, Integer.BYTES, true)).perColumn(this, wanted);
      case "CM2" ->
          new KaldiCompressed(data(4, Integer.BYTES, true)).uniform(this, NumberType.U16, wanted);
      case "CM3" ->
          new KaldiCompressed(data(4, Integer.BYTES, true)).uniform(this, NumberType.U8, wanted);
      default ->
          throw new IOException(
              "kind '%s' at byte %d is none of FM, DM, FV, DV, CM, CM2, CM3"
                  .formatted(kind.toString().replaceAll("[^A-Z0-9]", "?"), position));
    };
  }

  private int next() throws IOException {
    int c = in.read();
    if (c < 0) {
      throw new EOFException("truncated: it ends at byte %d".formatted(position));
    }
    position++;
    return c;
  }

  /** The next bytes, or nothing when they are only passed over. */
  ByteBuffer data(long numbers, int width, boolean wanted) throws IOException {
    if (numbers > Content.MAX_BYTES / width) {
      throw new IOException(
          "a record of %d numbers at byte %d; at most %d bytes are read"
              .formatted(numbers, position, Content.MAX_BYTES));
    }
    long count = numbers * width;
    byte[] bytes = {};
    if (wanted) {
      bytes = Content.exactly(in, count, "the record at byte %d".formatted(position));
    } else {
      try {
        in.skipNBytes(count);
      } catch (EOFException e) {
        throw new EOFException("truncated: the record at byte %d".formatted(position));
      }
    }
    position += count;
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int extent() throws IOException {
    if (next() != INTEGER_MARK) {
      throw new IOException("no 32-bit number at byte %d".formatted(position - 1));
    }
    int n = data(1, Integer.BYTES, true).getInt();
    if (n < 0) {
      throw new IOException("extent %d at byte %d".formatted(n, position - 4));
    }
    return n;
  }

  private Matrix matrix(NumberType type, boolean vector, boolean wanted) throws IOException {
    int rows = vector ? 1 : extent();
    int columns = extent();
    ByteBuffer b = data((long) rows * columns, type.bytes(), wanted);
    float[] values = new float[wanted ? rows * columns : 0];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) type.real(b, i * type.bytes());
    }
    return wanted ? new Matrix(rows, columns, values, vector) : null;
  }

  /** A length, then every number with a mark of its own. */
  private Matrix integers(boolean wanted) throws IOException {
    int count = data(1, Integer.BYTES, true).getInt();
    if (count < 0) {
      throw new IOException("length %d at byte %d".formatted(count, position - 4));
    }
    ByteBuffer b = data(count, 1 + Integer.BYTES, wanted);
    float[] values = new float[wanted ? count : 0];
    for (int i = 0; i < values.length; i++) {
      values[i] = b.getInt(5 * i + 1);
    }
    return wanted ? Matrix.vector(values) : null;
  }
}
