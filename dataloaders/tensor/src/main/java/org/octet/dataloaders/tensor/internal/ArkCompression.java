package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.octet.api.tensor.Shape;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.NumberType;

/**
 * The compressed matrices of Kaldi ({@code compressed-matrix.h}): codes of 8 or 16 bits in the
 * range of the whole matrix, or codes of 8 bits between four quantiles of each column.
 *
 * @param in stands behind the header
 * @param least least value of the matrix
 * @param range largest value less the least one
 */
record ArkCompression(ByteBuffer in, float least, float range, int rows, int columns) {
  private static final float MOST_WORD = 65535;
  private static final float MOST_BYTE = 255;

  /** Where the codes of the second and third quantile lie. */
  private static final int QUARTER = 64;

  private static final int THREE_QUARTERS = 192;

  /** Four quantiles per column, then codes of 8 bits, column by column. */
  NumberArray byColumns() throws IOException {
    require(columns * 8L + (long) rows * columns);
    float[][] quantiles = new float[columns][4];
    for (float[] column : quantiles) {
      for (int i = 0; i < column.length; i++) {
        column[i] = least + range / MOST_WORD * Short.toUnsignedInt(in.getShort());
      }
    }
    ByteBuffer out = ByteBuffer.allocate(4 * rows * columns);
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        out.putFloat(4 * (r * columns + c), between(quantiles[c], in.get() & 0xFF));
      }
    }
    return array(out);
  }

  private static float between(float[] q, int code) {
    if (code <= QUARTER) {
      return q[0] + (q[1] - q[0]) * code / QUARTER;
    }
    return code <= THREE_QUARTERS
        ? q[1] + (q[2] - q[1]) * (code - QUARTER) / (THREE_QUARTERS - QUARTER)
        : q[2] + (q[3] - q[2]) * (code - THREE_QUARTERS) / (MOST_BYTE - THREE_QUARTERS);
  }

  /** Codes of 16 bits, row by row. */
  NumberArray words() throws IOException {
    require(2L * rows * columns);
    ByteBuffer out = ByteBuffer.allocate(4 * rows * columns);
    while (out.hasRemaining()) {
      out.putFloat(least + range / MOST_WORD * Short.toUnsignedInt(in.getShort()));
    }
    return array(out);
  }

  /** Codes of 8 bits, row by row. */
  NumberArray bytes() throws IOException {
    require((long) rows * columns);
    ByteBuffer out = ByteBuffer.allocate(4 * rows * columns);
    while (out.hasRemaining()) {
      out.putFloat(least + range / MOST_BYTE * (in.get() & 0xFF));
    }
    return array(out);
  }

  private void require(long length) throws IOException {
    if (length > in.remaining()) {
      throw new IOException(
          "truncated: %d rows of %d columns need %d bytes, %d are left"
              .formatted(rows, columns, length, in.remaining()));
    }
  }

  private NumberArray array(ByteBuffer values) {
    return new NumberArray(NumberType.F32, Shape.of(rows, columns), values.clear());
  }
}
