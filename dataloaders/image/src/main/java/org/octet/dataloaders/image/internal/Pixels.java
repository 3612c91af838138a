package org.octet.dataloaders.image.internal;

/** An 8-bit picture, read row by row. */
interface Pixels {
  /** Width in pixels. */
  int width();

  /** Height in pixels. */
  int height();

  /**
   * Copies one row.
   *
   * @param y row, from 0 at the top
   * @param row takes the pixels, interleaved: B,G,R each, or one grey byte each
   */
  void read(int y, byte[] row);
}
