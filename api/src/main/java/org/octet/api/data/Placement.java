package org.octet.api.data;

import org.octet.api.data.Annotation.Box;

/**
 * Where a picture lies in the tensor that was made of it: {@code x' = x * scaleX + left}, {@code y'
 * = y * scaleY + top} takes a point of the picture to the tensor, both in pixels, with (0, 0) the
 * outer corner of the first pixel.
 *
 * @param width width of the picture in pixels, at least 1
 * @param height height of the picture in pixels, at least 1
 * @param inputWidth width of the tensor in pixels, at least 1
 * @param inputHeight height of the tensor in pixels, at least 1
 * @param scaleX horizontal scale, above 0
 * @param scaleY vertical scale, above 0
 * @param left where the picture's left edge is in the tensor; negative where it was cropped
 * @param top where the picture's top edge is in the tensor; negative where it was cropped
 */
public record Placement(
    int width,
    int height,
    int inputWidth,
    int inputHeight,
    double scaleX,
    double scaleY,
    double left,
    double top) {
  /** Checks the ranges. */
  public Placement {
    if (width < 1 || height < 1 || inputWidth < 1 || inputHeight < 1) {
      throw new IllegalArgumentException(
          "a picture and a tensor have at least one pixel, not %dx%d and %dx%d"
              .formatted(width, height, inputWidth, inputHeight));
    }
    boolean finite = Double.isFinite(left) && Double.isFinite(top);
    if (!(scaleX > 0 && scaleY > 0 && finite)) {
      throw new IllegalArgumentException("scales must be above 0 and offsets finite");
    }
  }

  /** A picture that fills the tensor. */
  public static Placement filling(int width, int height, int inputWidth, int inputHeight) {
    double scaleX = (double) inputWidth / width;
    double scaleY = (double) inputHeight / height;
    return new Placement(width, height, inputWidth, inputHeight, scaleX, scaleY, 0, 0);
  }

  /** A box of the tensor in pixels of the picture; not clipped to it. */
  public Box toPicture(Box box) {
    return new Box(
        box.classIndex(),
        box.score(),
        (box.left() - left) / scaleX,
        (box.top() - top) / scaleY,
        (box.right() - left) / scaleX,
        (box.bottom() - top) / scaleY);
  }
}
