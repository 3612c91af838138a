package org.octet.dataloaders.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * Makes masks of class indices. Immutable.
 *
 * @param border elements at both ends of every axis longer than 1 that do not count
 * @param ignoreIndex class that does not count
 */
public record Masks(int border, int ignoreIndex) {
  private static final int LARGEST_BYTE = 255;

  /** The parameters {@code maskBorder} and {@code ignoreIndex}. */
  public static Parameter[] parameters() {
    return new Parameter[] {
      Parameter.integer(
          "maskBorder",
          0,
          0,
          1 << 20,
          "elements at both ends of every axis of a mask that do not count, because the model does"
              + " not see enough around them"),
      Parameter.integer(
          "ignoreIndex", LARGEST_BYTE, 0, Integer.MAX_VALUE, "class of a mask that does not count")
    };
  }

  /** As the parameters say. */
  public static Masks of(Parameters p) {
    return new Masks(p.integer("maskBorder"), p.integer("ignoreIndex"));
  }

  /**
   * A mask of the array's shape, {@code u8} where stored and ignored classes fit, else {@code i32}.
   *
   * @throws IOException when a class is no whole number, negative or beyond 31 bits, or the border
   *     leaves nothing
   */
  public Mask mask(NumberArray classes) throws IOException {
    boolean bytes = classes.type() == NumberType.U8 || classes.type() == NumberType.BOOL;
    boolean small = bytes && ignoreIndex <= LARGEST_BYTE;
    Tensor tensor = classes.wholeTensor(small ? ElementType.U8 : ElementType.I32);
    ByteBuffer b = tensor.bytes();
    long[] dims = classes.shape().toArray();
    for (long d : dims) {
      if (border > 0 && d > 1 && d <= 2L * border) {
        throw new IOException(
            "a mask %s has nothing inside a border of %d".formatted(classes.shape(), border));
      }
    }
    for (int i = 0; i < classes.size(); i++) {
      if (!small && b.getInt(i * Integer.BYTES) < 0) {
        throw new IOException("element %d of the mask is negative".formatted(i));
      }
      if (border > 0 && outside(i, dims)) {
        if (small) {
          b.put(i, (byte) ignoreIndex);
        } else {
          b.putInt(i * Integer.BYTES, ignoreIndex);
        }
      }
    }
    return new Mask(tensor, ignoreIndex);
  }

  private boolean outside(int element, long[] dims) {
    int rest = element;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      int extent = (int) dims[axis];
      int at = rest % extent;
      if (extent > 1 && (at < border || at >= extent - border)) {
        return true;
      }
      rest /= extent;
    }
    return false;
  }
}
