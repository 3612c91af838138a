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
 * @param color of the tensor: rows are grey if it is, otherwise B,G,R
 */
record PlanarPixels(byte[] bytes, int start, int width, int height, int planes, Color color)
    implements Pixels {
  @Override
  public void read(int y, byte[] row) {
    for (int x = 0; x < width; x++) {
      if (color.channels() == 1) {
        row[x] = (byte) (planes == 1 ? at(0, x, y) : luma(x, y));
      } else {
        for (int c = 0; c < 3; c++) {
          row[3 * x + c] = (byte) at(planes == 1 ? 0 : 2 - c, x, y);
        }
      }
    }
  }

  private int luma(int x, int y) {
    return color.grey(at(0, x, y), at(1, x, y), at(2, x, y));
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
        && color == p.color;
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
