package org.octet.dataloaders.audio.internal;

/**
 * Features over time, or a vector: plain samples. Not to be changed once it is shared.
 *
 * @param rows moments; 1 of a vector
 * @param columns features of a moment, or numbers of a vector
 * @param values row after row
 * @param vector whether there is no time axis
 */
record Matrix(int rows, int columns, float[] values, boolean vector) {
  /** Checks the size. */
  Matrix {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "%d values for %d x %d".formatted(values.length, rows, columns));
    }
  }

  static Matrix of(int rows, int columns, float... values) {
    return new Matrix(rows, columns, values, false);
  }

  static Matrix vector(float... values) {
    return new Matrix(1, values.length, values, true);
  }
}
