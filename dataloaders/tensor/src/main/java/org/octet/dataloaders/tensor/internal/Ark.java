package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.octet.api.tensor.Shape;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.NumberType;

/**
 * Reads Kaldi's archives of matrices: records of a key, a blank and a matrix, as binary numbers of
 * 32 or 64 bits (tokens {@code FM} and {@code DM}), compressed ({@code CM}, {@code CM2}, {@code
 * CM3}) or as text; vectors ({@code FV}, {@code DV}) are matrices of one row. Used once.
 */
final class Ark {
  private static final int LONGEST_WORD = 4096;
  private static final byte SIZE_OF_INT = 4;

  private final ByteBuffer bytes;
  private long decoded;

  /**
   * A record.
   *
   * @param key names the utterance
   * @param rows one row per frame
   */
  record Matrix(String key, NumberArray rows) {}

  private Ark(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * All matrices of an archive, in its order; those that are not compressed share the bytes.
   *
   * @throws IOException when it is none, or damaged, with the key where that happens
   */
  static List<Matrix> read(byte[] archive) throws IOException {
    Ark ark = new Ark(archive);
    List<Matrix> all = new ArrayList<>();
    ark.skipBlanks();
    while (ark.bytes.hasRemaining()) {
      all.add(ark.matrix());
      ark.skipBlanks();
    }
    if (all.isEmpty()) {
      throw new IOException("no Kaldi archive: it is empty");
    }
    return all;
  }

  private Matrix matrix() throws IOException {
    String key = word("a key");
    try {
      return new Matrix(key, isBinary() ? binary() : ArkText.read(bytes));
    } catch (IOException e) {
      throw new IOException("at '%s': %s".formatted(key, e.getMessage()), e);
    } catch (BufferUnderflowException e) {
      throw new IOException("at '%s': truncated".formatted(key), e);
    }
  }

  private boolean isBinary() {
    int at = bytes.position();
    boolean binary =
        bytes.remaining() >= 2 && bytes.get(at) == 0 && bytes.get(at + 1) == (byte) 'B';
    bytes.position(binary ? at + 2 : at);
    return binary;
  }

  private NumberArray binary() throws IOException {
    if (bytes.remaining() > 0 && bytes.get(bytes.position()) == SIZE_OF_INT) {
      throw new IOException("whole numbers, such as alignments, are no features");
    }
    String token = word("a token");
    return switch (token) {
      case "FM" -> stored(NumberType.F32, extent("rows"), extent("columns"));
      case "DM" -> stored(NumberType.F64, extent("rows"), extent("columns"));
      case "FV" -> stored(NumberType.F32, 1, extent("elements"));
      case "DV" -> stored(NumberType.F64, 1, extent("elements"));
      case "CM", "CM2", "CM3" -> compressed(token);
      default ->
          throw new IOException("'%s' is none of FM, DM, FV, DV, CM, CM2, CM3".formatted(token));
    };
  }

  private NumberArray compressed(String token) throws IOException {
    float least = bytes.getFloat();
    float range = bytes.getFloat();
    int rows = positive(bytes.getInt(), "rows");
    int columns = positive(bytes.getInt(), "columns");
    reserve((long) rows * columns);
    ArkCompression compression = new ArkCompression(bytes, least, range, rows, columns);
    return switch (token) {
      case "CM" -> compression.byColumns();
      case "CM2" -> compression.words();
      default -> compression.bytes();
    };
  }

  private NumberArray stored(NumberType type, int rows, int columns) throws IOException {
    // compared in elements: bytes of absurd extents are beyond 64 bits
    if ((long) rows * columns > bytes.remaining() / type.bytes()) {
      throw new IOException(
          "truncated: %d rows of %d columns of %d bytes, %d bytes are left"
              .formatted(rows, columns, type.bytes(), bytes.remaining()));
    }
    int length = rows * columns * type.bytes();
    ByteBuffer part = bytes.slice(bytes.position(), length).order(bytes.order());
    bytes.position(bytes.position() + length);
    return new NumberArray(type, Shape.of(rows, columns), part);
  }

  private int extent(String what) throws IOException {
    byte size = bytes.get();
    if (size != SIZE_OF_INT) {
      throw new IOException("the number of %s has %d bytes, not 4".formatted(what, size));
    }
    return positive(bytes.getInt(), what);
  }

  private static int positive(int value, String what) throws IOException {
    if (value < 1) {
      throw new IOException("%d %s".formatted(value, what));
    }
    return value;
  }

  private void reserve(long elements) throws IOException {
    decoded += Math.min(elements, Content.MAX_BYTES);
    if (decoded > Content.MAX_BYTES / Float.BYTES) {
      throw new IOException("more than %d bytes together".formatted(Content.MAX_BYTES));
    }
  }

  private void skipBlanks() {
    while (bytes.hasRemaining() && isBlank(bytes.get(bytes.position()))) {
      bytes.get();
    }
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** A word and the blank behind it. */
  private String word(String what) throws IOException {
    int from = bytes.position();
    while (bytes.hasRemaining() && bytes.position() - from <= LONGEST_WORD) {
      if (isBlank(bytes.get())) {
        int length = bytes.position() - 1 - from;
        if (length > 0) {
          return new String(bytes.array(), from, length, StandardCharsets.UTF_8);
        }
        break;
      }
    }
    throw new IOException("no Kaldi archive: %s is missing at byte %d".formatted(what, from));
  }
}
