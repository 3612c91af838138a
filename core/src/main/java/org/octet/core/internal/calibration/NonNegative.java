package org.octet.core.internal.calibration;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** Knows which tensors cannot be negative, so that their minimum need not be measured. */
final class NonNegative {
  private static final int DEPTH = 64;
  private static final int SMALL_CONSTANT = 65536;
  private static final Set<String> ALWAYS =
      Set.of("ReLU", "Sigmoid", "HSigmoid", "SoftMax", "Softmax", "SoftPlus", "Abs", "Sqrt", "Exp");
  private static final Set<String> FIRST_INPUT_DECIDES =
      Set.of(
          "MaxPool",
          "AvgPool",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Split",
          "VariadicSplit",
          "StridedSlice",
          "Slice",
          "ReduceMax",
          "ReduceMin",
          "ReduceMean",
          "ReduceSum",
          "DepthToSpace",
          "SpaceToDepth",
          "ShuffleChannels");
  private static final Set<String> ALL_INPUTS_DECIDE = Set.of("Concat", "Add", "Minimum");

  private final Map<Output, Boolean> known = new IdentityHashMap<>();

  /** Whether no element can be below zero; false where that is not known. */
  boolean test(Output tensor) {
    return test(tensor, DEPTH);
  }

  private boolean test(Output tensor, int depth) {
    Boolean answer = known.get(tensor);
    if (answer == null) {
      answer = depth > 0 && decide(tensor.operation(), depth - 1);
      known.put(tensor, answer);
    }
    return answer;
  }

  private boolean decide(Operation op, int depth) {
    // MaxPool's second output holds indices, which are not negative either
    if (ALWAYS.contains(op.type())) {
      return true;
    }
    if (op.isConstant()) {
      return isNonNegative(op.value());
    }
    if (op.is("Maximum")) {
      return op.inputs().stream().anyMatch(input -> test(input.source(), depth));
    }
    if (op.is("Clamp")) {
      return op.attribute("min").map(min -> Double.parseDouble(min) >= 0).orElse(false);
    }
    if (FIRST_INPUT_DECIDES.contains(op.type())) {
      return test(op.input(0).source(), depth);
    }
    return ALL_INPUTS_DECIDE.contains(op.type())
        && op.inputs().stream().allMatch(input -> test(input.source(), depth));
  }

  // bounds are scalars or one per channel; large constants are not worth reading
  private static boolean isNonNegative(Tensor value) {
    if (value.type() != ElementType.F32 || value.shape().elements() > SMALL_CONSTANT) {
      return false;
    }
    for (float v : value.toFloats()) {
      if (!(v >= 0)) {
        return false;
      }
    }
    return true;
  }
}
