package org.octet.engines.decoders.internal;

import java.nio.ByteBuffer;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.Placement;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Makes masks of classes. Stateless. */
final class Masks {
  private static final int BYTE_CLASSES = 256;
  private static final int NOTHING_IGNORED = -1;

  private Masks() {}

  /** A mask: of bytes where all classes fit, else of 32-bit integers. */
  static Mask of(int[] classes, int count, long... shape) {
    boolean small = count <= BYTE_CLASSES;
    Tensor tensor = Tensor.allocate(small ? ElementType.U8 : ElementType.I32, Shape.of(shape));
    ByteBuffer bytes = tensor.bytes();
    if (small) {
      byte[] narrow = new byte[classes.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (byte) classes[i];
      }
      bytes.put(narrow);
    } else {
      bytes.asIntBuffer().put(classes);
    }
    return new Mask(tensor, NOTHING_IGNORED);
  }

  /** Classes of a map at the size of the original picture: those of the nearest place. */
  static int[] nearest(int[] map, int width, int height, Placement placement) {
    int[] columns =
        nearest(
            width, placement.inputWidth(), placement.width(), placement.scaleX(), placement.left());
    int[] rows =
        nearest(
            height,
            placement.inputHeight(),
            placement.height(),
            placement.scaleY(),
            placement.top());
    int[] result = new int[Math.multiplyExact(rows.length, columns.length)];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        result[at++] = map[row * width + column];
      }
    }
    return result;
  }

  private static int[] nearest(int source, int input, int target, double scale, double offset) {
    int[] places = new int[target];
    for (int i = 0; i < target; i++) {
      double place = ((i + 0.5) * scale + offset) * source / input;
      places[i] = (int) Math.max(0, Math.min(place, source - 1));
    }
    return places;
  }
}
