package org.octet.algorithms.parameters;

import java.util.List;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * Tells a transformer from its graph: it has attention, {@code softmax(QK')V} with computed V
 * (Vaswani et al. 2017, "Attention Is All You Need", equation 1), and normalizes its residual
 * stream by mean or variance over channels. Both are asked for: a convolutional network with an
 * attention block among batch-normalized layers has no such stream, and loses speed when its sums
 * stay float. Stateless.
 */
public final class Transformers {
  private Transformers() {}

  /** Whether the operations of a model are those of a transformer. */
  public static boolean is(List<Operation> operations) {
    return operations.stream().anyMatch(Transformers::isAttention)
        && operations.stream().anyMatch(Transformers::isNormalization);
  }

  private static boolean isAttention(Operation op) {
    if (op.is("ScaledDotProductAttention")) {
      return true;
    }
    if (!op.is(OperationTypes.MAT_MUL)) {
      return false;
    }
    return op.inputs().stream()
        .anyMatch(
            input ->
                source(input).is("SoftMax", "Softmax")
                    && OperationTraits.constantBehind(op.input(1 - input.index()).source())
                        .isEmpty());
  }

  private static boolean isNormalization(Operation op) {
    if (op.is("MVN", "RMS")) {
      return true;
    }
    // the root of a variance or mean square, with or without an epsilon
    if (!op.is("Sqrt", "Power")) {
      return false;
    }
    Operation radicand = source(op.input(0));
    if (radicand.is(OperationTypes.ADD)) {
      return radicand.inputs().stream().anyMatch(i -> source(i).is("ReduceMean"));
    }
    return radicand.is("ReduceMean");
  }

  /** What computes the values that an input reads, before they are moved or converted. */
  private static Operation source(Input input) {
    Output tensor = input.source();
    Operation op = tensor.operation();
    while (!op.inputs().isEmpty()
        && (OperationTraits.movesValues(op) || op.is(OperationTypes.CONVERT))) {
      op = op.input(0).source().operation();
    }
    return op;
  }
}
