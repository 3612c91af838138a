package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import java.util.OptionalInt;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.tensor.Floats;

/**
 * The expectation of a distribution over bins: softmax, values moved, and a convolution or MatMul
 * with one increasing weight per bin for a single channel. Stateless.
 */
final class DistributionProjection {
  private static final int FEWEST_BINS = 4;

  private DistributionProjection() {}

  /** Whether an operation is the projection. */
  static boolean is(Operation op) {
    OptionalInt port = OperationTraits.weightPort(op);
    return op.is(OperationTypes.CONVOLUTION, OperationTypes.MAT_MUL)
        && port.isPresent()
        && readsSoftmax(op, 1 - port.getAsInt())
        && hasIncreasingWeights(op, port.getAsInt());
  }

  private static boolean readsSoftmax(Operation op, int port) {
    Operation source = op.input(port).source().operation();
    while (OperationTraits.movesValues(source) && !source.inputs().isEmpty()) {
      source = source.input(0).source().operation();
    }
    return source.is("SoftMax", "Softmax");
  }

  private static boolean hasIncreasingWeights(Operation op, int port) {
    Operation constant = OperationTraits.constantBehind(op.input(port).source()).orElseThrow();
    long[] wide = Arrays.stream(constant.value().shape().toArray()).filter(d -> d != 1).toArray();
    boolean contracted = op.is(OperationTypes.MAT_MUL) || constant.value().shape().dim(0) == 1;
    // one axis of bins, no other: a single output channel
    if (wide.length != 1 || wide[0] < FEWEST_BINS || !contracted) {
      return false;
    }
    float[] weights = Floats.read(constant.value());
    for (int i = 1; i < weights.length; i++) {
      if (!(weights[i] > weights[i - 1])) {
        return false;
      }
    }
    return true;
  }
}
