package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.util.Arrays;

/** Reads Kaldi's numbers in text: {@code [ 1 2 ]}, rows on lines of their own, or a bare line. */
final class KaldiText {
  private static final int MAX_VALUES = 1 << 28;
  private static final int MAX_NUMBER = 64;

  private final Characters in;
  private float[] values = new float[64];
  private int count;
  private int rows;
  private int columns = -1;
  private int rowStart;

  /** Gives characters. */
  interface Characters {
    /**
     * The next one.
     *
     * @throws IOException also at the end
     */
    int next() throws IOException;
  }

  KaldiText(Characters in) {
    this.in = in;
  }

  /**
   * Reads a matrix (a line break follows the bracket), a vector, or whole numbers up to the end of
   * the line.
   *
   * @param first the character read already
   */
  Matrix value(int first) throws IOException {
    int c = first;
    while (c == ' ' || c == '\t') {
      c = in.next();
    }
    if (c != '[') {
      numbers(c, '\n');
      return Matrix.vector(Arrays.copyOf(values, count));
    }
    do {
      c = in.next();
    } while (c == ' ' || c == '\t' || c == '\r');
    boolean matrix = c == '\n';
    numbers(matrix ? in.next() : c, ']');
    if (!matrix) {
      return Matrix.vector(Arrays.copyOf(values, count));
    }
    endRow();
    return Matrix.of(rows, Math.max(0, columns), Arrays.copyOf(values, count));
  }

  private void numbers(int first, char end) throws IOException {
    StringBuilder number = new StringBuilder();
    for (int c = first; ; c = in.next()) {
      if (c > ' ' && c != end) {
        number.append((char) c);
        if (number.length() > MAX_NUMBER) {
          throw new IOException("no number of at most %d characters".formatted(MAX_NUMBER));
        }
        continue;
      }
      if (!number.isEmpty()) {
        add(number.toString());
        number.setLength(0);
      }
      if (c == end) {
        return;
      }
      if (c == '\n') {
        endRow();
      }
    }
  }

  private void add(String number) throws IOException {
    if (count == MAX_VALUES) {
      throw new IOException("more than %d numbers".formatted(MAX_VALUES));
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    try {
      values[count++] = Float.parseFloat(number);
    } catch (NumberFormatException e) {
      throw new IOException("'%s' is no number".formatted(number), e);
    }
  }

  private void endRow() throws IOException {
    int length = count - rowStart;
    if (length == 0) {
      return;
    }
    if (columns >= 0 && columns != length) {
      throw new IOException(
          "row %d has %d numbers, the first has %d".formatted(rows + 1, length, columns));
    }
    columns = length;
    rows++;
    rowStart = count;
  }
}
