package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.octet.api.tensor.Shape;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.NumberType;

/** A matrix as text: numbers between square brackets, one line per row. Used once. */
final class ArkText {
  private static final int LONGEST_NUMBER = 64;

  private final ByteBuffer in;
  private float[] values = new float[256];
  private int count;
  private int columns;
  private int inLine;

  private ArkText(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads a matrix, and leaves the buffer behind its bracket.
   *
   * @throws IOException when there is none
   */
  static NumberArray read(ByteBuffer in) throws IOException {
    return new ArkText(in).matrix();
  }

  private NumberArray matrix() throws IOException {
    while (in.hasRemaining() && Ark.isBlank(in.get(in.position()))) {
      in.get();
    }
    if (!in.hasRemaining() || in.get() != '[') {
      throw new IOException("neither a binary matrix nor one as text between [ and ]");
    }
    while (in.hasRemaining()) {
      byte next = in.get(in.position());
      if (next == ']') {
        in.get();
        endLine();
        return array();
      }
      if (next == '\n') {
        endLine();
      }
      if (Ark.isBlank(next)) {
        in.get();
      } else {
        add(number());
      }
    }
    throw new IOException("truncated: the bracket ] is missing");
  }

  private void endLine() throws IOException {
    if (inLine > 0 && columns > 0 && inLine != columns) {
      throw new IOException(
          "row %d has %d numbers, the first one %d"
              .formatted((count - inLine) / columns, inLine, columns));
    }
    columns = inLine > 0 ? inLine : columns;
    inLine = 0;
  }

  private void add(float value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
    inLine++;
  }

  private float number() throws IOException {
    int from = in.position();
    while (in.hasRemaining() && !isEnd(in.get(in.position()))) {
      in.get();
    }
    int length = Math.min(in.position() - from, LONGEST_NUMBER);
    String text = new String(in.array(), from, length, StandardCharsets.ISO_8859_1);
    return switch (text) {
      case "inf" -> Float.POSITIVE_INFINITY;
      case "-inf" -> Float.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Float.NaN;
      default -> parsed(text);
    };
  }

  private static float parsed(String text) throws IOException {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new IOException("'%s' is no number".formatted(text), e);
    }
  }

  private static boolean isEnd(byte b) {
    return Ark.isBlank(b) || b == ']';
  }

  private NumberArray array() throws IOException {
    if (count == 0) {
      throw new IOException("0 rows");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES);
    bytes.asFloatBuffer().put(values, 0, count);
    return new NumberArray(NumberType.F32, Shape.of(count / columns, columns), bytes);
  }
}
