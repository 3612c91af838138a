package org.octet.algorithms.minmax.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * The operations of a model that are left alone whatever the target device can do: what is computed
 * from constants alone, what computes shapes, what decodes boxes, what comes after top-k or
 * non-maximum suppression, gates of squeeze-and-excitation blocks, sums and normalizations of
 * transformers, and what the user asked for. No quantizer passes through one of them.
 */
final class Exclusions {
  /** What carries the precision of a transformer's residual stream and normalizations. */
  private static final Set<String> TRANSFORMER_FLOAT =
      Set.of(
          "Add",
          "Subtract",
          "Multiply",
          "Divide",
          "Power",
          "Sqrt",
          "SquaredDifference",
          "AvgPool",
          "ReduceMean",
          "ReduceSum",
          "ReduceL2",
          "MVN",
          "NormalizeL2",
          "GroupNormalization",
          "Maximum");

  private static final Set<String> SOURCES =
      Set.of(OperationTypes.PARAMETER, "ReadValue", "RandomUniform", "Multinomial");

  private final Map<Operation, Verdict> excluded = new HashMap<>();
  private final Set<Operation> constants = new HashSet<>();
  private final Set<Operation> shapes = new HashSet<>();
  private boolean inTransformer;

  /** Finds them all. */
  static Exclusions of(
      Model model,
      List<Operation> order,
      Settings.ModelType modelType,
      Map<Operation, String> ignored) {
    Exclusions found = new Exclusions();
    found.findConstants(order);
    found.findShapes(order);
    found.findHeads(model, order);
    order.forEach(op -> found.findGate(op));
    if (modelType.isTransformer(order)) {
      found.inTransformer = true;
      found.findTransformerParts(order);
    }
    // the user's wish is the last word
    ignored.forEach((op, how) -> found.excluded.put(op, new Verdict(Reason.IGNORED_BY_USER, how)));
    return found;
  }

  /** Whether the model is taken for a transformer. */
  boolean inTransformer() {
    return inTransformer;
  }

  /** Whether the operation is left alone. */
  boolean contains(Operation op) {
    return excluded.containsKey(op) || constants.contains(op);
  }

  /** Whether the tensor is computed from constants alone. */
  boolean isConstant(Output tensor) {
    return constants.contains(tensor.operation());
  }

  /** Whether the tensor is computed from constants and shapes alone. */
  boolean isFixed(Output tensor) {
    return isConstant(tensor) || shapes.contains(tensor.operation());
  }

  /** Why an operation is left alone; null when it is not. */
  Verdict verdict(Operation op) {
    return excluded.get(op);
  }

  private void put(Operation op, Reason reason, String detail) {
    excluded.putIfAbsent(op, new Verdict(reason, detail));
  }

  private void findConstants(List<Operation> order) {
    for (Operation op : order) {
      boolean constant =
          op.isConstant()
              || !op.inputs().isEmpty()
                  && !SOURCES.contains(op.type())
                  && op.inputs().stream().allMatch(i -> isConstant(i.source()));
      if (constant) {
        constants.add(op);
        if (!op.isConstant()) {
          put(op, Reason.FUSED_INTO, "constants: computed once, when the model is compiled");
        }
      }
    }
  }

  private void findShapes(List<Operation> order) {
    for (Operation op : order) {
      List<Input> computed = op.inputs().stream().filter(i -> !isConstant(i.source())).toList();
      boolean fromShapes =
          !computed.isEmpty()
              && computed.stream().allMatch(i -> shapes.contains(i.source().operation()));
      if (op.type().equals("ShapeOf") || fromShapes && !op.is(OperationTypes.RESULT)) {
        shapes.add(op);
        // a shape of a constant is a shape first of all
        excluded.put(op, new Verdict(Reason.SHAPE_SUBGRAPH, ""));
      }
    }
  }

  private void findHeads(Model model, List<Operation> order) {
    // prior boxes are computed from shapes, but heads first of all
    DetectionHeads.of(order, this::isFixed)
        .forEach((op, why) -> excluded.put(op, new Verdict(Reason.DETECTION_HEAD, why)));
    PostProcessing.of(model, order, this::isFixed).forEach(excluded::putIfAbsent);
  }

  private void findGate(Operation op) {
    SqueezeExcitation.gate(op)
        .forEach(
            member ->
                put(
                    member,
                    Reason.KEPT_FOR_ACCURACY,
                    "gate of the squeeze-and-excitation block at '" + op.name() + "'"));
  }

  private void findTransformerParts(List<Operation> order) {
    for (Operation op : order) {
      if (TRANSFORMER_FLOAT.contains(op.type())) {
        put(op, Reason.KEPT_FOR_ACCURACY, "sum or normalization of a transformer");
      }
    }
  }
}
