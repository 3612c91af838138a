package org.octet.api.model;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/** Tells the sign of tensors from the graph; every tensor is looked at once. Not thread-safe. */
final class Signs {
  /** Bounded, so that deep graphs do not cost quadratic time. */
  private static final int DEEPEST = 16;

  private static final Set<String> NON_NEGATIVE =
      Set.of(
          "ReLU",
          "Sigmoid",
          "HSigmoid",
          "HardSigmoid",
          "SoftMax",
          "SoftPlus",
          "Exp",
          "Abs",
          "Sqrt");

  private static final Set<String> KEEPS_SIGN =
      Set.of("AvgPool", "AdaptiveAvgPool", "ReduceMean", "ReduceSum", "ReduceMin");

  private final Map<Output, Boolean> known = new IdentityHashMap<>();

  /** Whether all elements are known to be at least zero. */
  boolean isNonNegative(Output tensor, int depth) {
    Boolean before = known.get(tensor);
    if (before == null) {
      before = tell(tensor, depth);
      known.put(tensor, before);
    }
    return before;
  }

  private boolean tell(Output tensor, int depth) {
    Operation op = tensor.operation();
    if (NON_NEGATIVE.contains(op.type())) {
      return true;
    }
    if (op.is(OperationTypes.CLAMP)) {
      return op.attribute("min").map(Double::parseDouble).orElse(-1.0) >= 0;
    }
    if (op.isConstant()) {
      return isNonNegative(op.value());
    }
    if (depth > DEEPEST) {
      return false;
    }
    if (op.is(OperationTypes.CONCAT, "Minimum", OperationTypes.ADD)) {
      return op.inputs().stream().allMatch(i -> isNonNegative(i.source(), depth + 1));
    }
    if (op.is("Maximum")) {
      return op.inputs().stream().anyMatch(i -> isNonNegative(i.source(), depth + 1));
    }
    boolean first =
        OperationTraits.movesValues(op) && !op.is("Pad") || KEEPS_SIGN.contains(op.type());
    return first && isNonNegative(op.input(0).source(), depth + 1);
  }

  private static boolean isNonNegative(Tensor constant) {
    if (!Floats.supports(constant.type())) {
      return false;
    }
    for (float value : Floats.read(constant)) {
      if (!(value >= 0)) {
        return false;
      }
    }
    return true;
  }
}
