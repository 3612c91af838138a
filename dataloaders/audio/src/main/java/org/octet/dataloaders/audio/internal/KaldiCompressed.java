package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.octet.dataloaders.files.NumberType;

/**
 * Kaldi's compressed matrices. {@code CM}: one byte per number, along each column in three straight
 * pieces between its least value, quartiles and largest value. {@code CM2}, {@code CM3}: 16 or 8
 * bits per number, evenly from the least to the largest value of all.
 */
final class KaldiCompressed {
  private static final int LARGEST_16 = 65_535;
  private static final int COLUMN_BYTES = 8;

  private final float min;
  private final float range;
  private final int rows;
  private final int columns;

  /**
   * @param header least value, distance to the largest, rows, columns
   */
  KaldiCompressed(ByteBuffer header) throws IOException {
    min = header.getFloat();
    range = header.getFloat();
    rows = header.getInt();
    columns = header.getInt();
    if (rows < 0 || columns < 0) {
      throw new IOException("a compressed matrix of %d x %d".formatted(rows, columns));
    }
  }

  Matrix uniform(KaldiReader in, NumberType type, boolean wanted) throws IOException {
    ByteBuffer b = in.data((long) rows * columns, type.bytes(), wanted);
    if (!wanted) {
      return null;
    }
    float step = range * (1f / (type == NumberType.U16 ? LARGEST_16 : 255));
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = min + step * type.whole(b, i * type.bytes());
    }
    return Matrix.of(rows, columns, values);
  }

  Matrix perColumn(KaldiReader in, boolean wanted) throws IOException {
    ByteBuffer points = in.data(columns, COLUMN_BYTES, wanted);
    ByteBuffer b = in.data((long) rows * columns, 1, wanted);
    if (!wanted) {
      return null;
    }
    float[] values = new float[rows * columns];
    float[] p = new float[4];
    for (int c = 0; c < columns; c++) {
      for (int i = 0; i < p.length; i++) {
        p[i] = min + range * (1f / LARGEST_16) * (points.getShort() & 0xFFFF);
      }
      for (int r = 0; r < rows; r++) {
        values[r * columns + c] = value(b.get() & 0xFF, p);
      }
    }
    return Matrix.of(rows, columns, values);
  }

  private static float value(int code, float... p) {
    if (code <= 64) {
      return p[0] + (p[1] - p[0]) * code / 64;
    }
    return code <= 192
        ? p[1] + (p[2] - p[1]) * (code - 64) / 128
        : p[2] + (p[3] - p[2]) * (code - 192) / 63;
  }
}
