package org.octet.core.internal.pipeline;

import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;

/** How much memory compiled models take, roughly. Stateless. */
final class Footprint {
  /** Tensors of the largest size that are alive at the same time: an addition reads two. */
  private static final int ALIVE = 3;

  private Footprint() {}

  /**
   * Bytes of the weights, and of the largest tensors for each request. Batches of open size are
   * taken to be 1.
   *
   * @param requests infer requests that run at the same time
   * @return infinite where the size of a tensor is not known
   */
  static double bytes(OptimizedModel models, int requests) {
    double sum = 0;
    for (Model model : models.models().values()) {
      double largest = 0;
      for (Operation op : model.operations()) {
        for (Output output : op.outputs()) {
          if (op.isConstant()) {
            sum += bytes(output);
          } else {
            largest = Math.max(largest, bytes(output));
          }
        }
      }
      sum += ALIVE * requests * largest;
    }
    return sum;
  }

  private static double bytes(Output output) {
    PartialShape shape = output.shape();
    if (!shape.hasRank()) {
      return Double.POSITIVE_INFINITY;
    }
    double bytes = output.type().bits() / 8.0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean known = shape.dim(axis).isStatic();
      if (!known && axis > 0) {
        return Double.POSITIVE_INFINITY;
      }
      bytes *= known ? shape.dim(axis).min() : 1;
    }
    return bytes;
  }
}
