package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;

/** Collects the objects of one picture. Not thread-safe while it collects. */
final class ObjectList {
  private final List<Box> boxes = new ArrayList<>();
  private final BitSet difficult = new BitSet();
  private int width;
  private int height;

  /** Says how large the picture is that the boxes are made for, in pixels; 0: not known. */
  void size(int pictureWidth, int pictureHeight) {
    width = pictureWidth;
    height = pictureHeight;
  }

  /**
   * Adds an object.
   *
   * @param classIndex its class, from 0
   * @param hard whether it may be found but need not be
   * @throws IOException when the edges are not finite numbers in order
   */
  void add(int classIndex, boolean hard, double left, double top, double right, double bottom)
      throws IOException {
    boolean finite = Double.isFinite(right - left) && Double.isFinite(bottom - top);
    if (!finite || right < left || bottom < top) {
      throw new IOException(
          "a box from (%s, %s) to (%s, %s) is none".formatted(left, top, right, bottom));
    }
    difficult.set(boxes.size(), hard);
    boxes.add(new Box(classIndex, 1, left, top, right, bottom));
  }

  /**
   * All objects.
   *
   * @param pictureWidth of the picture as it was decoded, in pixels
   * @param pictureHeight of the picture as it was decoded, in pixels
   * @throws IOException when the boxes are made for a picture of another size
   */
  Boxes of(int pictureWidth, int pictureHeight) throws IOException {
    boolean known = width > 0 && height > 0;
    if (known && (width != pictureWidth || height != pictureHeight)) {
      throw new IOException(
          ("its boxes are made for a picture of %dx%d pixels, it has %dx%d; if only the EXIF"
                  + " orientation differs, give exif=false")
              .formatted(width, height, pictureWidth, pictureHeight));
    }
    return new Boxes(boxes, difficult);
  }
}
