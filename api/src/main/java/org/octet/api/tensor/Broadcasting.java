package org.octet.api.tensor;

/**
 * Numpy's broadcasting of a smaller tensor to a larger one, shapes aligned at the last axis, in
 * runs rather than element by element. Stateless.
 */
public final class Broadcasting {
  private Broadcasting() {}

  /** Hears of elements that follow one another in the larger tensor, rows in C order. */
  public interface Run {
    /**
     * Some elements.
     *
     * @param from the first
     * @param to the last one's successor
     * @param index the element of the smaller tensor that the first one has
     * @param step 0 where all have that, 1 where each next one has the next
     */
    void run(int from, int to, int index, int step);
  }

  /** Whether a shape broadcasts to another one. */
  public static boolean fits(Shape small, Shape large) {
    if (small.rank() > large.rank()) {
      return false;
    }
    for (int axis = 1; axis <= small.rank(); axis++) {
      if (small.dim(-axis) != 1 && small.dim(-axis) != large.dim(-axis)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Walks through all elements of a larger tensor in order.
   *
   * @throws IllegalArgumentException when the smaller shape does not broadcast to the larger
   */
  public static void each(Shape small, Shape large, Run run) {
    if (!fits(small, large)) {
      throw new IllegalArgumentException("shape " + small + " does not broadcast to " + large);
    }
    int[] extents = new int[large.rank()];
    int[] strides = new int[large.rank()];
    int stride = 1;
    for (int axis = 1; axis <= large.rank(); axis++) {
      int at = large.rank() - axis;
      extents[at] = Math.toIntExact(large.dim(at));
      int extent = axis > small.rank() ? 1 : Math.toIntExact(small.dim(-axis));
      strides[at] = extent == 1 ? 0 : stride;
      stride *= extent;
    }
    int outer = inner(extents, strides);
    int step = outer < extents.length ? Math.min(1, strides[outer]) : 0;
    int length = 1;
    for (int axis = outer; axis < extents.length; axis++) {
      length *= extents[axis];
    }
    int size = Math.toIntExact(large.elements());
    int[] position = new int[outer];
    int index = 0;
    for (int from = 0; from < size; from += length) {
      run.run(from, from + length, index, step);
      index = next(position, extents, strides, index);
    }
  }

  /** The first of the axes that make up a run: the last ones that share an element, or the last. */
  private static int inner(int[] extents, int[] strides) {
    int end = extents.length;
    while (end > 0 && extents[end - 1] == 1) {
      end--;
    }
    int axis = end;
    while (axis > 0 && strides[axis - 1] == 0) {
      axis--;
    }
    return axis == end ? Math.max(0, end - 1) : axis;
  }

  private static int next(int[] position, int[] extents, int[] strides, int from) {
    int index = from;
    for (int axis = position.length - 1; axis >= 0; axis--) {
      index += strides[axis];
      if (++position[axis] < extents[axis]) {
        return index;
      }
      index -= strides[axis] * extents[axis];
      position[axis] = 0;
    }
    return index;
  }
}
