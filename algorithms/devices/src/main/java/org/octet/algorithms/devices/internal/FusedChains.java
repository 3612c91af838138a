package org.octet.algorithms.devices.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.octet.api.device.FusedPattern;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;

/**
 * Chains that OpenVINO's plugins compute as one kernel. Diamonds, such as a hard swish made of
 * elementary operations, are given by their longest path: a step may read any earlier step, or what
 * the first step reads. Stateless.
 */
final class FusedChains {
  private static final Set<String> LINEAR = linearTypes();
  private static final Set<String> ACTIVATION =
      Set.of(
          "ReLU",
          "Clamp",
          "Elu",
          "PReLU",
          "Sigmoid",
          "HSigmoid",
          "HardSigmoid",
          "Swish",
          "HSwish",
          "Selu");
  private static final Set<String> ARITHMETIC = Set.of("Add", "Subtract", "Multiply", "Divide");
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "Add",
          "Subtract",
          "Multiply",
          "Divide",
          "Less",
          "LessEqual",
          "Greater",
          "GreaterEqual",
          "Equal",
          "NotEqual",
          "FloorMod",
          "LogicalAnd",
          "LogicalOr",
          "LogicalXor",
          "Maximum",
          "Minimum");

  /** A clamp made of its two halves. */
  private static final Set<String> EXTREME = Set.of("Maximum", "Minimum");

  private static final Set<String> BATCH_NORM = Set.of("BatchNormInference");
  private static final Set<String> ADD = Set.of("Add");
  private static final Set<String> MULTIPLY = Set.of("Multiply");
  private static final Set<String> CLAMP = Set.of("Clamp");
  private static final Set<String> SHIFT = Set.of("Add", "Subtract");
  private static final Set<String> SCALE = Set.of("Multiply", "Divide");
  private static final Set<String> SIGMOID = Set.of("Sigmoid", "HSigmoid", "HardSigmoid");
  private static final Set<String> PARAMETER = Set.of("Parameter");
  private static final Set<String> CONVERT = Set.of("Convert");
  private static final Set<String> TRANSPOSE = Set.of("Transpose");
  private static final Set<String> SQUEEZE = Set.of("Squeeze");
  private static final Set<String> BATCH_TO_SPACE = Set.of("BatchToSpace");

  /** All chains. */
  static final List<FusedPattern> ALL = all();

  private static final Set<String> APART =
      Set.of(
          "linear-hard-swish",
          "linear-hard-swish-without-denominator",
          "hard-swish",
          "hard-swish-without-denominator",
          "mvn-scale-shift",
          "normalize-l2-scale",
          "softmax",
          "softmax-by-power",
          "scale-shift");

  /**
   * Those for devices that compute activation functions as steps of their own: biases, scales
   * before shifts, what follows an input, and what makes sense only whole.
   */
  static final List<FusedPattern> WITHOUT_FUNCTIONS = withoutFunctions();

  private FusedChains() {}

  private static Set<String> linearTypes() {
    Set<String> types = new HashSet<>(OperationTraits.CONVOLUTIONS);
    types.addAll(Set.of("DeformableConvolution", OperationTypes.MAT_MUL));
    return Set.copyOf(types);
  }

  private static List<FusedPattern> all() {
    List<FusedPattern> chains = new ArrayList<>();
    chains.addAll(linear());
    chains.addAll(hardSwish());
    chains.addAll(others());
    chains.addAll(inputs());
    return List.copyOf(chains);
  }

  private static List<FusedPattern> withoutFunctions() {
    List<FusedPattern> chains = new ArrayList<>();
    chains.add(chain("linear-bias", LINEAR, ADD));
    ALL.stream().filter(c -> APART.contains(c.name())).forEach(chains::add);
    chains.addAll(inputs());
    return List.copyOf(chains);
  }

  private static List<FusedPattern> linear() {
    return List.of(
        chain("linear-arithmetic", LINEAR, ARITHMETIC),
        chain("linear-activation", LINEAR, ACTIVATION),
        chain("linear-elementwise", LINEAR, ELEMENTWISE),
        chain("linear-arithmetic-activation", LINEAR, ARITHMETIC, ACTIVATION),
        chain(
            "linear-arithmetic-activation-arithmetic", LINEAR, ARITHMETIC, ACTIVATION, ARITHMETIC),
        chain("linear-shift-scale", LINEAR, SHIFT, SCALE),
        chain("linear-scale-shift", LINEAR, MULTIPLY, ADD),
        chain("linear-biased-scale-shift", LINEAR, ADD, MULTIPLY, ADD),
        chain("linear-activation-scale-shift", LINEAR, ACTIVATION, MULTIPLY, ADD),
        chain("linear-biased-activation-scale-shift", LINEAR, ADD, ACTIVATION, MULTIPLY, ADD),
        chain("linear-biased-elementwise", LINEAR, ADD, ELEMENTWISE),
        chain("linear-activation-elementwise", LINEAR, ACTIVATION, ELEMENTWISE),
        chain("linear-biased-activation-elementwise", LINEAR, ADD, ACTIVATION, ELEMENTWISE),
        chain("linear-clamp", LINEAR, EXTREME, EXTREME),
        chain("linear-biased-clamp", LINEAR, ADD, EXTREME, EXTREME),
        chain("linear-batch-norm", LINEAR, BATCH_NORM),
        chain("linear-batch-norm-activation", LINEAR, BATCH_NORM, ACTIVATION),
        chain("linear-batch-norm-clamp", LINEAR, BATCH_NORM, EXTREME, EXTREME),
        chain("linear-biased-batch-norm", LINEAR, ADD, BATCH_NORM),
        chain("linear-biased-batch-norm-activation", LINEAR, ADD, BATCH_NORM, ACTIVATION),
        chain("linear-squeeze-activation", LINEAR, SQUEEZE, ACTIVATION),
        chain("linear-squeeze-arithmetic-activation", LINEAR, SQUEEZE, ARITHMETIC, ACTIVATION),
        chain("linear-batch-to-space", LINEAR, BATCH_TO_SPACE, ARITHMETIC, ACTIVATION),
        chain(
            "linear-batch-to-space-scale-shift",
            LINEAR,
            BATCH_TO_SPACE,
            MULTIPLY,
            ADD,
            ACTIVATION));
  }

  private static List<FusedPattern> hardSwish() {
    return List.of(
        chain("linear-hard-swish", LINEAR, ADD, ADD, CLAMP, MULTIPLY, MULTIPLY),
        chain("linear-hard-swish-without-denominator", LINEAR, ADD, ADD, CLAMP, MULTIPLY),
        chain("hard-swish", ADD, CLAMP, MULTIPLY, MULTIPLY),
        chain("hard-swish-without-denominator", ADD, CLAMP, MULTIPLY),
        chain("clamp-scale", CLAMP, MULTIPLY),
        chain("linear-swish", LINEAR, ADD, SIGMOID, MULTIPLY),
        chain("swish", SIGMOID, MULTIPLY));
  }

  private static List<FusedPattern> others() {
    Set<String> mvn = Set.of("MVN");
    Set<String> exp = Set.of("Exp");
    Set<String> sum = Set.of("ReduceSum");
    return List.of(
        chain("batch-norm-activation", BATCH_NORM, ACTIVATION),
        chain("activation-batch-norm", ACTIVATION, BATCH_NORM),
        chain("arithmetic-clamp", ARITHMETIC, EXTREME, EXTREME),
        chain("mvn-scale-shift", mvn, MULTIPLY, ADD),
        chain("mvn-scale-shift-activation", mvn, MULTIPLY, ADD, ACTIVATION),
        chain("normalize-l2-scale", Set.of("NormalizeL2"), MULTIPLY),
        chain("softmax", exp, sum, Set.of("Divide")),
        chain("softmax-by-power", exp, sum, Set.of("Power"), MULTIPLY),
        chain("scale-shift", MULTIPLY, ADD),
        chain("shift-scale", SHIFT, SCALE),
        chain("scale-shift-activation", MULTIPLY, ADD, ACTIVATION),
        chain("arithmetic-activation", ARITHMETIC, ACTIVATION),
        chain("arithmetic-activation-arithmetic", ARITHMETIC, ACTIVATION, ARITHMETIC));
  }

  private static List<FusedPattern> inputs() {
    return List.of(
        chain("input-arithmetic", PARAMETER, ARITHMETIC),
        chain("input-scale-shift", PARAMETER, MULTIPLY, ADD),
        chain("input-shift-scale", PARAMETER, SHIFT, SCALE),
        chain("input-transpose-arithmetic", PARAMETER, TRANSPOSE, ARITHMETIC),
        chain("input-transpose-scale-shift", PARAMETER, TRANSPOSE, MULTIPLY, ADD),
        chain("input-transpose-shift-scale", PARAMETER, TRANSPOSE, SHIFT, SCALE),
        chain("input-convert-arithmetic", PARAMETER, CONVERT, ARITHMETIC),
        chain("input-convert-scale-shift", PARAMETER, CONVERT, MULTIPLY, ADD),
        chain("input-convert-shift-scale", PARAMETER, CONVERT, SHIFT, SCALE),
        chain("input-convert-transpose-arithmetic", PARAMETER, CONVERT, TRANSPOSE, ARITHMETIC),
        chain("input-convert-transpose-scale-shift", PARAMETER, CONVERT, TRANSPOSE, MULTIPLY, ADD),
        chain("input-convert-transpose-shift-scale", PARAMETER, CONVERT, TRANSPOSE, SHIFT, SCALE));
  }

  @SafeVarargs
  private static FusedPattern chain(String name, Set<String>... steps) {
    List<Set<String>> chain = new ArrayList<>();
    for (Set<String> step : steps) {
      chain.add(step);
    }
    return new FusedPattern(name, chain);
  }
}
