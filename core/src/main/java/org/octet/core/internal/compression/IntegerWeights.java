package org.octet.core.internal.compression;

import java.util.HashSet;
import java.util.Set;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;

/** What weights that are stored as integers are multiplied with. Stateless. */
public final class IntegerWeights {
  private static final Set<ElementType> INTEGERS =
      Set.of(ElementType.I8, ElementType.U8, ElementType.I4, ElementType.U4);

  /** What turns stored integers into values. */
  private static final Set<String> DEQUANTIZATION =
      Set.of(OperationTypes.CONVERT, OperationTypes.SUBTRACT, OperationTypes.MULTIPLY);

  private IntegerWeights() {}

  /**
   * Whether integer weights may meet data that are not quantized: false only where each reader of
   * such a weight is seen to read a quantizer's results beside it. Nested graphs are not looked
   * into.
   */
  public static boolean mayMeetFloats(Model model) {
    for (Operation op : model.operations()) {
      boolean stored = op.isConstant() && INTEGERS.contains(op.value().type());
      if (!op.subGraphs().isEmpty() || stored && meetsFloats(op)) {
        return true;
      }
    }
    return false;
  }

  private static boolean meetsFloats(Operation constant) {
    for (Input reader : constant.output(0).consumers()) {
      Operation op = reader.operation();
      boolean weight = DEQUANTIZATION.contains(op.type()) || OperationTraits.movesValues(op);
      if (weight ? meetsFloats(op) : readsFloats(op, reader)) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsFloats(Operation op, Input weight) {
    if (op.is(OperationTypes.RESULT, "ShapeOf")) {
      return false;
    }
    return op.inputs().stream()
        .filter(input -> input != weight)
        .anyMatch(input -> !isQuantized(input.source()));
  }

  private static boolean isQuantized(Output data) {
    Set<Operation> seen = new HashSet<>();
    Operation op = data.operation();
    while (OperationTraits.movesValues(op) && seen.add(op)) {
      op = op.input(0).source().operation();
    }
    return op.is(OperationTypes.FAKE_QUANTIZE);
  }
}
