package org.octet.dataloaders.image.internal;

import java.util.Arrays;
import java.util.List;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** Channels of the tensor, in order. */
enum Color {
  RGB(3),
  BGR(3),
  /** Brightness by ITU-R BT.601, rounded to the nearest. */
  GRAY(1),
  /** The first channel of JPEG's YCbCr in full range: the same brightness, rounded down. */
  Y(1);

  /** Names for a parameter's choices. */
  static final List<String> NAMES = Arrays.stream(values()).map(Enum::name).toList();

  /** What they are, for help. */
  static final String HELP =
      "channels in order; GRAY: brightness, rounded; Y: that of JPEG's YCbCr in full range, rounded"
          + " down as Pillow does";

  /** Fraction bits of the products that {@link #Y} adds up, as in Pillow. */
  private static final int BITS = 6;

  private final int channels;

  Color(int channels) {
    this.channels = channels;
  }

  /** Number of channels. */
  int channels() {
    return channels;
  }

  /** Where channel {@code c} lies in a pixel stored as B,G,R (or grey). */
  int offsetInBgr(int c) {
    return this == RGB ? 2 - c : c;
  }

  /** One brightness. */
  int grey(int red, int green, int blue) {
    if (this == Y) {
      return (product(0.299, red) + product(0.587, green) + product(0.114, blue)) >> BITS;
    }
    // OpenCV's multiples of 2^-15, so that all loaders agree
    return (9798 * red + 19235 * green + 3735 * blue + (1 << 14)) >> 15;
  }

  private static int product(double weight, int value) {
    return (int) (weight * value * (1 << BITS) + 0.5);
  }

  /** A grey picture of a B,G,R one. */
  Mat grey(Mat bgr) {
    Mat grey = new Mat();
    if (this == GRAY) {
      Imgproc.cvtColor(bgr, grey, Imgproc.COLOR_BGR2GRAY);
      return grey;
    }
    byte[] pixels = new byte[bgr.width() * bgr.height() * 3];
    bgr.get(0, 0, pixels);
    byte[] out = new byte[pixels.length / 3];
    for (int i = 0; i < out.length; i++) {
      int at = 3 * i;
      out[i] = (byte) grey(pixels[at + 2] & 0xFF, pixels[at + 1] & 0xFF, pixels[at] & 0xFF);
    }
    grey.create(bgr.height(), bgr.width(), CvType.CV_8UC1);
    grey.put(0, 0, out);
    return grey;
  }
}
