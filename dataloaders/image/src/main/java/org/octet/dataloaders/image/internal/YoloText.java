package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.octet.api.data.Annotation;

/**
 * Boxes as YOLO's tools write them: a line per object, {@code class centre-x centre-y width
 * height}, relative to the picture. An empty file says that there is no object. Immutable.
 *
 * @param classes number of classes; {@link Integer#MAX_VALUE}: any
 */
record YoloText(int classes) implements Truth.Beside.Format {
  @Override
  public Annotation read(Path file, int width, int height) throws IOException {
    return parse(TextFile.bytes(file), width, height);
  }

  /**
   * The objects of a file's content.
   *
   * @throws IOException with the line and what is wrong with it
   */
  Annotation parse(byte[] content, int width, int height) throws IOException {
    ObjectList objects = new ObjectList();
    int number = 0;
    for (String line : TextFile.decode(content).split("\r?\n|\r", -1)) {
      number++;
      if (!line.isBlank()) {
        try {
          add(objects, line.strip().split("\\s+"), width, height);
        } catch (IOException e) {
          throw new IOException("line %d: %s".formatted(number, e.getMessage()), e);
        }
      }
    }
    return objects.of(width, height);
  }

  private void add(ObjectList objects, String[] words, int width, int height) throws IOException {
    if (words.length != 5) {
      throw new IOException(
          "%d values: a box is 'class centre-x centre-y width height'".formatted(words.length));
    }
    double[] v = new double[4];
    for (int i = 0; i < v.length; i++) {
      v[i] = relative(words[i + 1]);
    }
    double left = (v[0] - v[2] / 2) * width;
    double top = (v[1] - v[3] / 2) * height;
    double right = (v[0] + v[2] / 2) * width;
    double bottom = (v[1] + v[3] / 2) * height;
    objects.add(classIndex(words[0]), false, left, top, right, bottom);
  }

  private int classIndex(String word) throws IOException {
    // some tools write the class as a float
    String whole = word.endsWith(".0") ? word.substring(0, word.length() - 2) : word;
    if (!Labels.isIndex(whole) || Integer.parseInt(whole) >= classes) {
      throw new IOException(
          "class '%s' must be a whole number from 0%s"
              .formatted(word, classes == Integer.MAX_VALUE ? "" : " to " + (classes - 1)));
    }
    return Integer.parseInt(whole);
  }

  private static double relative(String word) throws IOException {
    try {
      double value = Double.parseDouble(word);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("'%s' is no number".formatted(word), e);
    }
    throw new IOException(
        "'%s' must be from 0 to 1: positions are relative to the picture".formatted(word));
  }
}
