package org.octet.engines.ie.internal;

import org.octet.api.error.InputException;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Collects one output over the steps. Used by one thread. */
final class Stack {
  private final String name;
  private final Tensor all;
  private final Shape each;
  private final int size;

  /**
   * @param first the output of the first step
   * @param count number of steps
   */
  Stack(String name, Tensor first, int count) {
    this.name = name;
    this.each = first.shape();
    this.size = first.bytes().remaining();
    this.all = Tensor.allocate(first.type(), stacked(each.toArray(), count));
  }

  // a first axis of 1 becomes that of the steps
  private static Shape stacked(long[] each, int count) {
    if (each.length > 0 && each[0] == 1) {
      long[] dims = each.clone();
      dims[0] = count;
      return Shape.of(dims);
    }
    long[] dims = new long[each.length + 1];
    dims[0] = count;
    System.arraycopy(each, 0, dims, 1, each.length);
    return Shape.of(dims);
  }

  /** Takes the output of a step. */
  void add(int step, Tensor output) {
    if (!output.shape().equals(each)) {
      throw new InputException(
          "output '%s' is %s in step 0 and %s in step %d: outputs of a sequence must keep their shape"
              .formatted(name, each, output.shape(), step));
    }
    all.bytes().position(step * size).put(output.bytes());
  }

  /** All steps: {@code [steps, ...]}. */
  Tensor tensor() {
    return all;
  }
}
