package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.algorithm.Reason;
import org.octet.api.algorithm.Reasons;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.tensor.ElementType;

/** Takes the algorithms' reasons, and finds one for every other operation. Not thread-safe. */
final class ReasonLedger implements Reasons {
  private record Key(String model, String operation) {}

  private record Entry(Reason reason, String detail) {}

  private final Map<Key, Entry> entries = new HashMap<>();

  @Override
  public void put(String model, Operation operation, Reason reason, String detail) {
    entries.put(new Key(model, operation.name()), new Entry(reason, detail == null ? "" : detail));
  }

  /**
   * One entry per operation of the float models that computes something at run time, in their
   * order.
   */
  List<OperationEntry> entries(OptimizedModel floatModel, TargetDevice device) {
    List<OperationEntry> all = new ArrayList<>();
    floatModel
        .models()
        .forEach(
            (name, model) -> {
              Set<Operation> constant = constantSubgraph(model);
              for (Operation op : model.operations()) {
                if (computes(op) && !constant.contains(op)) {
                  Entry entry =
                      entries.getOrDefault(new Key(name, op.name()), byDefault(op, device));
                  all.add(
                      new OperationEntry(
                          name, op.name(), op.type(), entry.reason().code(), entry.detail()));
                }
              }
            });
    return all;
  }

  private static boolean computes(Operation op) {
    return !op.isConstant() && !op.is(OperationTypes.PARAMETER, OperationTypes.RESULT);
  }

  // what only depends on constants and static shapes is computed once, when the model is compiled
  private static Set<Operation> constantSubgraph(Model model) {
    Set<Operation> constant = new HashSet<>();
    for (Operation op : model.topologicalOrder()) {
      boolean onlyConstants =
          !op.inputs().isEmpty()
              && op.inputs().stream().allMatch(i -> constant.contains(i.source().operation()));
      if (op.isConstant() || onlyConstants || staticShapeOf(op)) {
        constant.add(op);
      }
    }
    return constant;
  }

  private static boolean staticShapeOf(Operation op) {
    return op.is("ShapeOf") && op.input(0).source().shape().toShape().isPresent();
  }

  private static Entry byDefault(Operation op, TargetDevice device) {
    if (device.agnostic().contains(op.type())) {
      return new Entry(Reason.MOVES_VALUES, "");
    }
    if (op.is("ShapeOf") || integerOnly(op)) {
      return new Entry(Reason.SHAPE_SUBGRAPH, "");
    }
    return device.operation(op.type()).isPresent()
        ? new Entry(Reason.NO_QUANTIZABLE_INPUT, "no algorithm of the pipeline quantized it")
        : new Entry(Reason.UNSUPPORTED_OPERATION, "");
  }

  private static boolean integerOnly(Operation op) {
    return !op.outputs().isEmpty()
        && op.outputs().stream()
            .map(o -> o.type())
            .allMatch(t -> t == ElementType.I64 || t == ElementType.I32);
  }
}
