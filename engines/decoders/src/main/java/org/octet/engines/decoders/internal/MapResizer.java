package org.octet.engines.decoders.internal;

import org.octet.api.data.Placement;

/**
 * Brings maps of a model to the size of the original picture, bilinearly, first along the rows.
 * Immutable.
 */
final class MapResizer {
  private final int sourceWidth;
  private final int sourceHeight;
  private final Resampling horizontal;
  private final Resampling vertical;

  /** Takes one row after the other. */
  interface RowConsumer {
    /**
     * One row of the resized map.
     *
     * @param y the row
     * @param values used again for the next row
     */
    void take(int y, double[] values);
  }

  /**
   * @param width width of the maps, which cover the model's input
   * @param height height of the maps
   * @param placement where the picture lies in the input
   */
  private MapResizer(int width, int height, Placement placement) {
    sourceWidth = width;
    sourceHeight = height;
    double perPixel = (double) width / placement.inputWidth();
    double left = placement.left() * perPixel;
    horizontal =
        Resampling.of(
            width,
            left,
            left + placement.width() * placement.scaleX() * perPixel,
            placement.width());
    perPixel = (double) height / placement.inputHeight();
    double top = placement.top() * perPixel;
    vertical =
        Resampling.of(
            height,
            top,
            top + placement.height() * placement.scaleY() * perPixel,
            placement.height());
  }

  /** A resizer for maps of a picture. */
  static MapResizer of(ScoreMaps maps, Placement placement) {
    return new MapResizer(
        Math.toIntExact(maps.places()[1]), Math.toIntExact(maps.places()[0]), placement);
  }

  /** Width of the picture. */
  int width() {
    return horizontal.size();
  }

  /** Height of the picture. */
  int height() {
    return vertical.size();
  }

  /** Memory for the work on one map after the other. */
  double[] workspace() {
    return new double[sourceHeight * width()];
  }

  /**
   * Resizes one map.
   *
   * @param maps holds the map, rows in C order
   * @param at where it begins
   * @param workspace see {@link #workspace()}
   */
  void resize(float[] maps, int at, double[] workspace, RowConsumer rows) {
    for (int y = 0; y < sourceHeight; y++) {
      horizontal.row(maps, at + y * sourceWidth, workspace, y * width());
    }
    double[] row = new double[width()];
    for (int y = 0; y < height(); y++) {
      vertical.column(workspace, y, row);
      rows.take(y, row);
    }
  }
}
