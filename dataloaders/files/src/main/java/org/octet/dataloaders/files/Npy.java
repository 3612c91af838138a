package org.octet.dataloaders.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads arrays in NumPy's format. Stateless. */
public final class Npy {
  private Npy() {}

  /**
   * Reads an array to its end, into C order.
   *
   * @throws IOException when it is damaged, of another type, or larger than {@link
   *     Content#MAX_BYTES}
   */
  public static NumberArray read(InputStream in) throws IOException {
    return data(NpyHeader.read(in), in);
  }

  /** Reads the numbers that follow a header; see {@link #read}. */
  public static NumberArray data(NpyHeader header, InputStream in) throws IOException {
    byte[] bytes = Content.exactly(in, header.dataBytes(), "array " + header);
    if (in.read() >= 0) {
      throw new IOException("bytes follow the array " + header);
    }
    NumberArray stored =
        new NumberArray(
            header.type(), header.shape(), ByteBuffer.wrap(bytes).order(header.order()));
    return header.fortran() ? fromFortran(stored) : stored;
  }

  /**
   * The array whose elements lie in Fortran order (the first index changes fastest), in C order.
   *
   * @param stored the elements as they lie, with the array's true shape
   */
  public static NumberArray fromFortran(NumberArray stored) {
    long[] dims = stored.shape().toArray();
    int width = stored.type().bytes();
    byte[] from = stored.bytes().array();
    byte[] to = new byte[from.length];
    long[] strides = new long[dims.length];
    long stride = width;
    for (int axis = 0; axis < dims.length; axis++) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    int[] index = new int[dims.length];
    int source = 0;
    for (int target = 0; target < to.length; target += width) {
      System.arraycopy(from, source, to, target, width);
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        source += (int) strides[axis];
        if (++index[axis] < dims[axis]) {
          break;
        }
        source -= (int) (strides[axis] * dims[axis]);
        index[axis] = 0;
      }
    }
    return new NumberArray(
        stored.type(), stored.shape(), ByteBuffer.wrap(to).order(stored.bytes().order()));
  }
}
