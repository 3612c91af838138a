package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.octet.api.error.InputException;
import org.opencv.core.Mat;

/**
 * Classes by their colour in a mask: a line {@code red,green,blue[,name]} per class, class 0 first;
 * a colour named {@code ignore} takes no class index and does not count. Immutable.
 */
final class ColorTable {
  private static final int IGNORE = -1;

  private final Path file;
  private final Map<Integer, Integer> classes;

  private ColorTable(Path file, Map<Integer, Integer> classes) {
    this.file = file;
    this.classes = classes;
  }

  /**
   * Reads a table.
   *
   * @throws InputException with the row when it is damaged
   */
  static ColorTable read(Path file) {
    Map<Integer, Integer> classes = new HashMap<>();
    int next = 0;
    int number = 0;
    for (List<String> row : Csv.read(file)) {
      number++;
      boolean ignore = Labels.cell(row, 3).toLowerCase(Locale.ROOT).equals("ignore");
      if (classes.putIfAbsent(color(row, file, number), ignore ? IGNORE : next) != null
          || next > 255) {
        throw new InputException(
            "colors file '%s', row %d: every colour once, at most 256 classes"
                .formatted(file, number));
      }
      next += ignore ? 0 : 1;
    }
    if (next == 0) {
      throw new InputException(
          "colors file '%s' names no class; expected lines red,green,blue,name".formatted(file));
    }
    return new ColorTable(file, classes);
  }

  private static int color(List<String> row, Path file, int number) {
    int color = 0;
    for (int i = 0; i < 3; i++) {
      String cell = Labels.cell(row, i);
      int value = Labels.isIndex(cell) ? Integer.parseInt(cell) : -1;
      if (value < 0 || value > 255) {
        throw new InputException(
            "colors file '%s', row %d: '%s' must be from 0 to 255; expected red,green,blue,name"
                .formatted(file, number, cell));
      }
      color = color << 8 | value;
    }
    return color;
  }

  /**
   * The class of every pixel.
   *
   * @param bgr three bytes per pixel
   * @param ignoreIndex class of ignored colours
   * @throws IOException when a colour is not in the table
   */
  byte[] classes(Mat bgr, int ignoreIndex) throws IOException {
    byte[] pixels = new byte[3 * bgr.width() * bgr.height()];
    bgr.get(0, 0, pixels);
    byte[] out = new byte[pixels.length / 3];
    int last = -1;
    int lastClass = 0;
    for (int i = 0; i < out.length; i++) {
      int at = 3 * i;
      int color = (pixels[at + 2] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | pixels[at] & 0xFF;
      if (color != last) {
        lastClass = classOf(color, ignoreIndex);
        last = color;
      }
      out[i] = (byte) lastClass;
    }
    return out;
  }

  private int classOf(int color, int ignoreIndex) throws IOException {
    Integer found = classes.get(color);
    if (found == null || found == IGNORE && ignoreIndex < 0) {
      throw new IOException(
          "colour %d,%d,%d is no class in '%s'%s"
              .formatted(
                  color >> 16,
                  color >> 8 & 0xFF,
                  color & 0xFF,
                  file,
                  found == null ? "" : " and there is no ignore-index"));
    }
    return found == IGNORE ? ignoreIndex : found;
  }
}
