package org.octet.dataloaders.image.internal;

import java.util.Arrays;

/**
 * A picture inside an array, as planes R,G,B or one grey plane, read as B,G,R or grey.
 *
 * @param bytes the array
 * @param start where the picture begins
 * @param width in pixels
 * @param height in pixels
 * @param planes 3 or 1 in the array
 * @param grey whether rows are grey, otherwise B,G,R
 */
record PlanarPixels(byte[] bytes, int start, int width, int height, int planes, boolean grey)
    implements Pixels {
  /** Weights of ITU-R BT.601 as multiples of 2^-15: those of OpenCV, so that loaders agree. */
  private static final int RED = 9798;

  private static final int GREEN = 19235;
  private static final int BLUE = 3735;

  @Override
  public void read(int y, byte[] row) {
    for (int x = 0; x < width; x++) {
      if (grey) {
        row[x] = (byte) (planes == 1 ? at(0, x, y) : luma(x, y));
      } else {
        for (int c = 0; c < 3; c++) {
          row[3 * x + c] = (byte) at(planes == 1 ? 0 : 2 - c, x, y);
        }
      }
    }
  }

  private int luma(int x, int y) {
    return (RED * at(0, x, y) + GREEN * at(1, x, y) + BLUE * at(2, x, y) + (1 << 14)) >> 15;
  }

  private int at(int plane, int x, int y) {
    return bytes[start + (plane * height + y) * width + x] & 0xFF;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlanarPixels p
        && Arrays.equals(bytes, p.bytes)
        && start == p.start
        && width == p.width
        && height == p.height
        && planes == p.planes
        && grey == p.grey;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + start;
  }

  @Override
  public String toString() {
    return "%dx%d at byte %d".formatted(width, height, start);
  }
}
