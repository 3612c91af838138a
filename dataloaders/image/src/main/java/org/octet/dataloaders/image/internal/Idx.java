package org.octet.dataloaders.image.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.octet.api.error.InputException;

/**
 * An IDX file of unsigned bytes: a magic number (0, 0, 8, rank), the extents as big-endian 32-bit
 * numbers, the elements in C order.
 */
final class Idx {
  private static final int UNSIGNED_BYTE = 0x08;

  private final byte[] bytes;
  private final int[] dims;

  private Idx(byte[] bytes, int[] dims) {
    this.bytes = bytes;
    this.dims = dims;
  }

  /**
   * Reads and checks a file.
   *
   * @param rank number of extents expected
   * @throws InputException when it is not such a file, or its size is not what its extents say
   */
  static Idx read(Path file, int rank) {
    byte[] bytes = DataFile.read(file);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    int magic = UNSIGNED_BYTE << 8 | rank;
    if (bytes.length < 4 + 4 * rank || header.getInt() != magic) {
      throw new InputException(
          "data file '%s' is not an IDX file of unsigned bytes with %d extents: it must begin with %08x"
              .formatted(file, rank, magic));
    }
    int[] dims = new int[rank];
    long elements = 1;
    for (int i = 0; i < rank; i++) {
      dims[i] = header.getInt();
      if (dims[i] < 1 || elements * dims[i] > Integer.MAX_VALUE) {
        throw new InputException(
            "data file '%s': extent %d is %d".formatted(file, i, dims[i] & 0xFFFF_FFFFL));
      }
      elements *= dims[i];
    }
    if (bytes.length - 4 - 4 * rank != elements) {
      throw new InputException(
          "data file '%s' holds %d elements, its header says %d"
              .formatted(file, bytes.length - 4 - 4 * rank, elements));
    }
    return new Idx(bytes, dims);
  }

  /** Extent of one axis. */
  int dims(int axis) {
    return dims[axis];
  }

  /** The whole file; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the elements begin. */
  int start() {
    return 4 + 4 * dims.length;
  }
}
