package org.octet.core.internal.compression;

import org.octet.api.tensor.Shape;

/** NumPy's broadcasting: where the elements of a larger shape read a smaller one. */
final class Broadcast {
  private final long[] dims;
  private final int[] strides;

  /**
   * @param large the larger shape
   * @param small a shape that broadcasts to it
   */
  Broadcast(Shape large, Shape small) {
    this.dims = large.toArray();
    this.strides = new int[dims.length];
    int stride = 1;
    for (int axis = small.rank() - 1; axis >= 0; axis--) {
      int at = axis + dims.length - small.rank();
      strides[at] = small.dim(axis) == 1 ? 0 : stride;
      stride *= (int) small.dim(axis);
    }
  }

  /** Whether {@code small} broadcasts to {@code large}. */
  static boolean fits(Shape large, Shape small) {
    if (small.rank() > large.rank()) {
      return false;
    }
    for (int i = 1; i <= small.rank(); i++) {
      if (small.dim(-i) != 1 && small.dim(-i) != large.dim(-i)) {
        return false;
      }
    }
    return true;
  }

  /** For every element of the larger shape in C order, the index in the smaller one. */
  int[] indices() {
    int n = 1;
    for (long d : dims) {
      n = Math.multiplyExact(n, (int) d);
    }
    int[] indices = new int[n];
    long[] at = new long[dims.length];
    int index = 0;
    for (int i = 0; i < n; i++) {
      indices[i] = index;
      index = next(at, index);
    }
    return indices;
  }

  private int next(long[] at, int index) {
    int moved = index;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      moved += strides[axis];
      if (++at[axis] < dims[axis]) {
        return moved;
      }
      moved -= (int) (strides[axis] * dims[axis]);
      at[axis] = 0;
    }
    return moved;
  }
}
