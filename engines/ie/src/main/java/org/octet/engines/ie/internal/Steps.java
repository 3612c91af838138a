package org.octet.engines.ie.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.octet.api.error.InputException;
import org.octet.api.model.Dimension;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A tensor along whose first axis the steps of a sequence lie.
 *
 * @param tensor all steps
 * @param count number of steps, at least 1
 * @param each shape of one step
 */
record Steps(Tensor tensor, int count, Shape each) {
  /**
   * The steps for an input: {@code [steps, ...]} for an input {@code [...]}, or {@code [steps, k]}
   * for an input {@code [1, k]}.
   *
   * @throws InputException when the tensor is neither
   */
  static Steps of(String sample, TensorInfo input, Tensor tensor) {
    long[] dims = tensor.shape().toArray();
    PartialShape wanted = input.shape();
    Shape each = null;
    if (dims.length > 0 && wanted.hasRank()) {
      if (dims.length == wanted.rank() + 1) {
        each = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
      } else if (dims.length == wanted.rank() && !fixedBatch(wanted.dim(0))) {
        long[] one = dims.clone();
        one[0] = 1;
        each = Shape.of(one);
      }
    }
    if (each == null || !wanted.accepts(each) || dims[0] == 0) {
      throw new InputException(
          "sample '%s': input '%s' takes %s[%s] in each step, the data are %s: they need an axis of at least one step before these axes, or in place of a first axis of 1"
              .formatted(sample, input.name(), input.type().irName(), wanted, tensor));
    }
    if (tensor.type().byteSize(each.elements()) * dims[0] != tensor.bytes().remaining()) {
      throw new InputException(
          "sample '%s': input '%s': %s cannot be cut into steps, they do not start at whole bytes"
              .formatted(sample, input.name(), tensor));
    }
    return new Steps(tensor, Math.toIntExact(dims[0]), each);
  }

  private static boolean fixedBatch(Dimension first) {
    return first.isStatic() && first.min() != 1;
  }

  /** One step, in the same memory; the only one for any step. */
  Tensor at(int step) {
    ByteBuffer all = tensor.bytes();
    int size = all.remaining() / count;
    return Tensor.of(tensor.type(), each, all.slice(count == 1 ? 0 : step * size, size));
  }
}
