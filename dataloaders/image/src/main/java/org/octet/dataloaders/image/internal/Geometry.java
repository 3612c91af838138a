package org.octet.dataloaders.image.internal;

import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * How a picture of any size becomes one of {@code width x height}. Immutable.
 *
 * @param width of the result, in pixels
 * @param height of the result, in pixels
 * @param shorter length to which the shorter side is scaled first, in pixels; 0: not
 * @param resize what happens then
 * @param topLeft whether a letterboxed picture lies at the top left instead of in the middle
 * @param fill grey level around a letterboxed picture, 0 to 255
 * @param interpolation OpenCV's constant
 */
record Geometry(
    int width,
    int height,
    int shorter,
    Resize resize,
    boolean topLeft,
    int fill,
    int interpolation) {

  /** What to do with a picture of another shape. */
  enum Resize {
    /** Scale both sides, each by its own factor. */
    STRETCH,
    /** Cut the middle; a picture smaller than that is scaled up first, keeping its shape. */
    CENTER_CROP,
    /** Scale so that it fits, keeping its shape, and fill the rest. */
    LETTERBOX
  }

  /**
   * A picture of the wanted size.
   *
   * @param picture stays as it is
   * @return a new Mat, to be released by the caller; may share the memory of {@code picture}
   */
  Mat fit(Mat picture) {
    Mat scaled = shorter == 0 ? share(picture) : scaleShorter(picture, shorter);
    try {
      return switch (resize) {
        case STRETCH -> scale(scaled, width, height);
        case CENTER_CROP -> centerCrop(scaled);
        case LETTERBOX -> letterbox(scaled);
      };
    } finally {
      scaled.release();
    }
  }

  /** The longer side is rounded down, as in torchvision. */
  private Mat scaleShorter(Mat m, int side) {
    return m.width() <= m.height()
        ? scale(m, side, proportional(m.height(), side, m.width()))
        : scale(m, proportional(m.width(), side, m.height()), side);
  }

  private Mat centerCrop(Mat m) {
    Mat large = m.width() >= width && m.height() >= height ? share(m) : cover(m);
    try {
      return new Mat(
          large,
          new Rect((large.width() - width) / 2, (large.height() - height) / 2, width, height));
    } finally {
      large.release();
    }
  }

  /** Scales so that neither side is shorter than the result's and one is as long. */
  private Mat cover(Mat m) {
    boolean byWidth = (long) width * m.height() >= (long) height * m.width();
    return byWidth
        ? scale(m, width, Math.max(height, proportional(m.height(), width, m.width())))
        : scale(m, Math.max(width, proportional(m.width(), height, m.height())), height);
  }

  private Mat letterbox(Mat m) {
    boolean byWidth = (long) width * m.height() <= (long) height * m.width();
    int w = byWidth ? width : proportional(m.width(), height, m.height());
    int h = byWidth ? proportional(m.height(), width, m.width()) : height;
    int left = topLeft ? 0 : (width - w) / 2;
    int top = topLeft ? 0 : (height - h) / 2;
    Mat small = scale(m, w, h);
    try {
      Mat out = new Mat();
      Core.copyMakeBorder(
          small,
          out,
          top,
          height - h - top,
          left,
          width - w - left,
          Core.BORDER_CONSTANT,
          Scalar.all(fill));
      return out;
    } finally {
      small.release();
    }
  }

  /** {@code floor(length * numerator / denominator)}, at least 1. */
  private static int proportional(int length, int numerator, int denominator) {
    return (int) Math.max(1, (long) length * numerator / denominator);
  }

  private Mat scale(Mat m, int w, int h) {
    if (m.width() == w && m.height() == h) {
      return share(m);
    }
    Mat out = new Mat();
    Imgproc.resize(m, out, new Size(w, h), 0, 0, interpolation);
    return out;
  }

  private static Mat share(Mat m) {
    return new Mat(m, new Rect(0, 0, m.width(), m.height()));
  }
}
