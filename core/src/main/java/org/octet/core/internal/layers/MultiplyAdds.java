package org.octet.core.internal.layers;

import java.util.Optional;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.PartialShape;

/** Counts the multiplications with an addition in convolutions and matrix products. Stateless. */
public final class MultiplyAdds {
  private MultiplyAdds() {}

  /**
   * The sum over a model; a first dimension that is dynamic, the batch, counts as 1. Null where
   * another dimension is dynamic, or the model has bodies, which may run any number of times.
   */
  public static Long of(Model model) {
    long sum = 0;
    for (Operation op : model.operations()) {
      if (!op.subGraphs().isEmpty()) {
        return null;
      }
      Optional<Long> count = of(op);
      if (count.isEmpty()) {
        return null;
      }
      sum += count.get();
    }
    return sum;
  }

  /** Those of one operation, 0 for one that multiplies otherwise; empty where it is not known. */
  public static Optional<Long> of(Operation op) {
    if (!OperationTraits.isConvolution(op) && !op.is(OperationTypes.MAT_MUL)) {
      return Optional.of(0L);
    }
    PartialShape output = op.output(0).shape();
    if (op.is(OperationTypes.MAT_MUL)) {
      PartialShape input = op.input(0).source().shape();
      return elements(output)
          .flatMap(
              n ->
                  input.hasRank()
                      ? extent(input, OperationTraits.contractedAxis(op, 0)).map(k -> n * k)
                      : Optional.empty());
    }
    boolean transposed =
        op.is(
            OperationTypes.CONVOLUTION_BACKPROP_DATA,
            OperationTypes.GROUP_CONVOLUTION_BACKPROP_DATA);
    // every element of this side meets its share of the kernel once
    PartialShape side = transposed ? op.input(0).source().shape() : output;
    Optional<Long> kernel = elements(op.input(1).source().shape());
    return elements(side)
        .flatMap(n -> kernel.flatMap(k -> extent(side, 1).map(channels -> n * (k / channels))));
  }

  private static Optional<Long> elements(PartialShape shape) {
    if (!shape.hasRank()) {
      return Optional.empty();
    }
    long elements = 1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      Optional<Long> extent = extent(shape, axis);
      if (extent.isEmpty()) {
        return extent;
      }
      elements *= extent.get();
    }
    return Optional.of(elements);
  }

  private static Optional<Long> extent(PartialShape shape, int axis) {
    if (shape.dim(axis).min() == shape.dim(axis).max()) {
      return Optional.of(shape.dim(axis).min());
    }
    return axis == 0 ? Optional.of(1L) : Optional.empty();
  }
}
