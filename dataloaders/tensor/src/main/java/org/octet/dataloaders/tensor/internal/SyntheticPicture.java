package org.octet.dataloaders.tensor.internal;

import java.util.Arrays;
import java.util.Random;

/**
 * A made-up colour picture whose statistics are like those of photographs: amplitudes fall with the
 * spatial frequency f as 1/f (Field, 1987, "Relations between the statistics of natural images and
 * the response properties of cortical cells"), channels go together, and there are objects with
 * edges. The noise is a sum of octaves of equal strength, which has that spectrum.
 *
 * <p>Only additions and multiplications of floats, the same on every machine.
 */
final class SyntheticPicture {
  private static final int CHANNELS = 3;
  private static final float CONTRAST = 42f;
  private static final float CHROMA = 0.35f;
  private static final float MIDDLE = 127.5f;
  private static final float OPACITY = 0.75f;
  private static final int MIN_SHAPES = 2;
  private static final int MORE_SHAPES = 5;

  private final int width;
  private final int height;
  private final Random random;
  private final float[][] planes;

  private SyntheticPicture(int width, int height, long seed) {
    this.width = width;
    this.height = height;
    this.random = new Random(seed);
    this.planes = new float[CHANNELS][width * height];
  }

  /**
   * Draws a picture.
   *
   * @param seed of the random numbers; the same seed gives the same picture
   * @return planes R, G, B of whole numbers from 0 to 255, rows from the top
   */
  static float[][] draw(int width, int height, long seed) {
    SyntheticPicture picture = new SyntheticPicture(width, height, seed);
    picture.background();
    for (int n = MIN_SHAPES + picture.random.nextInt(MORE_SHAPES); n > 0; n--) {
      picture.shape();
    }
    for (float[] plane : picture.planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (int) Math.max(0, Math.min(255, plane[i] + 0.5f));
      }
    }
    return picture.planes;
  }

  private void background() {
    float brightness = MIDDLE + 60 * (random.nextFloat() - 0.5f);
    for (float[] plane : planes) {
      Arrays.fill(plane, brightness);
    }
    addNoise(CONTRAST, 1, 1, 1);
    // two axes of colour: yellow to blue, red to green
    addNoise(CONTRAST * CHROMA, 0.5f, 0.5f, -1);
    addNoise(CONTRAST * CHROMA, 1, -1, 0);
  }

  private void addNoise(float strength, float... weights) {
    float[] noise = new float[width * height];
    for (int cell = 1; cell < 2 * Math.max(width, height); cell *= 2) {
      addOctave(noise, cell);
    }
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < noise.length; i++) {
        planes[c][i] += strength * weights[c] * noise[i];
      }
    }
  }

  /** Noise on a grid of cells, smoothly interpolated. */
  private void addOctave(float[] noise, int cell) {
    int columns = width / cell + 3;
    float[] grid = new float[columns * (height / cell + 3)];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = 2 * random.nextFloat() - 1;
    }
    int left = random.nextInt(cell);
    int top = random.nextInt(cell);
    for (int y = 0; y < height; y++) {
      float v = smooth((y + top) % cell / (float) cell);
      int row = (y + top) / cell * columns;
      for (int x = 0; x < width; x++) {
        float u = smooth((x + left) % cell / (float) cell);
        int at = row + (x + left) / cell;
        float above = grid[at] + u * (grid[at + 1] - grid[at]);
        int under = at + columns;
        float below = grid[under] + u * (grid[under + 1] - grid[under]);
        noise[y * width + x] += above + v * (below - above);
      }
    }
  }

  private static float smooth(float t) {
    return t * t * (3 - 2 * t);
  }

  /** An ellipse or a rectangle of one colour, through which the background shows a little. */
  private void shape() {
    boolean ellipse = random.nextBoolean();
    float radiusX = width * (0.06f + 0.22f * random.nextFloat());
    float radiusY = height * (0.06f + 0.22f * random.nextFloat());
    float centerX = width * random.nextFloat();
    float centerY = height * random.nextFloat();
    float[] color = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      color[c] = 255 * random.nextFloat();
    }
    int firstY = Math.max(0, (int) (centerY - radiusY));
    int firstX = Math.max(0, (int) (centerX - radiusX));
    for (int y = firstY; y < Math.min(height, centerY + radiusY); y++) {
      for (int x = firstX; x < Math.min(width, centerX + radiusX); x++) {
        float dx = (x - centerX) / radiusX;
        float dy = (y - centerY) / radiusY;
        if (!ellipse || dx * dx + dy * dy < 1) {
          paint(y * width + x, color);
        }
      }
    }
  }

  private void paint(int pixel, float... color) {
    for (int c = 0; c < CHANNELS; c++) {
      float under = planes[c][pixel];
      planes[c][pixel] = under + OPACITY * (color[c] - under);
    }
  }
}
