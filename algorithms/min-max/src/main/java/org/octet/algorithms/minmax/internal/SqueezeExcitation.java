package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * Squeeze-and-excitation: a tensor is multiplied with a gate that a tiny network computes from its
 * spatial mean. The tiny network sees one value per channel, so quantizing it costs accuracy and
 * saves nothing. Stateless.
 */
final class SqueezeExcitation {
  private static final Set<String> MEANS = Set.of("ReduceMean", "AvgPool", "AdaptiveAvgPool");

  /** Longest gate that is looked at; the usual one has six operations, more with reshapes. */
  private static final int LONGEST = 16;

  private SqueezeExcitation() {}

  /** The operations of the gate that {@code multiply} applies; empty when there is none. */
  static List<Operation> gate(Operation multiply) {
    if (!multiply.is(OperationTypes.MULTIPLY)) {
      return List.of();
    }
    for (Input input : multiply.inputs()) {
      List<Operation> members = members(input.source(), multiply.input(1 - input.index()).source());
      if (!members.isEmpty()) {
        return members;
      }
    }
    return List.of();
  }

  private static List<Operation> members(Output gate, Output scaled) {
    if (!OperationTraits.isActivation(gate.operation())) {
      return List.of();
    }
    List<Operation> members = new ArrayList<>();
    int linear = 0;
    Operation op = gate.operation();
    while (members.size() < LONGEST) {
      if (MEANS.contains(op.type())) {
        boolean closed = linear >= 2 && op.input(0).source() == scaled;
        return closed ? members : List.of();
      }
      Output next = onlyComputedInput(op);
      if (next == null) {
        return List.of();
      }
      linear += OperationTraits.isLinear(op) ? 1 : 0;
      members.add(op);
      op = next.operation();
    }
    return List.of();
  }

  /** The tensor that an operation of a gate reads; null when it cannot be part of one. */
  private static Output onlyComputedInput(Operation op) {
    boolean fits =
        OperationTraits.isLinear(op)
            || OperationTraits.isActivation(op)
            || op.is(OperationTypes.ADD, OperationTypes.MULTIPLY)
            || OperationTraits.movesValues(op);
    if (!fits) {
      return null;
    }
    Output computed = null;
    for (Input input : op.inputs()) {
      if (OperationTraits.constantBehind(input.source()).isEmpty()) {
        if (computed != null) {
          return null;
        }
        computed = input.source();
      }
    }
    return computed;
  }
}
