package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.octet.api.device.FusedPattern;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;

/**
 * The operations that POT 2023.3 quantizes, passes and leaves alone on 8-bit devices, for {@code
 * placement=pot}: its {@code cpu.json} and the patterns that it ignores. Operations take the
 * quantizers that the device lists for products. Recurrent sequences are left out: OpenVINO
 * computes them in float. Stateless.
 */
final class PotTables {
  private static final int BITS = 8;

  private static final List<String> ELEMENTWISE =
      List.of(
          "Add",
          "Multiply",
          "Subtract",
          "Divide",
          "Less",
          "LessEqual",
          "Greater",
          "GreaterEqual",
          "Equal",
          "NotEqual",
          "FloorMod",
          "LogicalOr",
          "LogicalXor",
          "LogicalAnd",
          "Maximum",
          "Minimum");

  private static final List<String> OTHERS =
      List.of("Power", "AvgPool", "NormalizeL2", "ReduceMean", "Interpolate", "MVN");

  private static final Set<String> AGNOSTIC =
      Set.of(
          "MaxPool",
          "ReduceMax",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Split",
          "VariadicSplit",
          "Transpose",
          "Tile",
          "StridedSlice",
          "Slice", // a StridedSlice in the models that POT read
          "ShuffleChannels",
          "Broadcast",
          "Pad",
          "Gather",
          "DepthToSpace");

  private static final Set<String> PRODUCT =
      Set.of(
          OperationTypes.CONVOLUTION,
          OperationTypes.GROUP_CONVOLUTION,
          OperationTypes.CONVOLUTION_BACKPROP_DATA,
          OperationTypes.MAT_MUL);

  private static final Set<String> ANY_ELEMENTWISE = Set.copyOf(ELEMENTWISE);
  private static final Set<String> ACTIVATION = Set.of("ReLU", "PReLU", "Sigmoid");
  private static final Set<String> ADD = Set.of("Add");
  private static final Set<String> MULTIPLY = Set.of("Multiply");
  private static final Set<String> CLAMP = Set.of("Clamp");
  private static final List<FusedPattern> FUSED = fused();

  private PotTables() {}

  /** The device with POT's tables; a device that does not compute in 8 bits has its own. */
  static TargetDevice of(TargetDevice device) {
    Optional<OperationConfig> product = device.operation(OperationTypes.MAT_MUL);
    List<QuantizerConfig> activations =
        product.map(OperationConfig::activations).orElse(List.of()).stream()
            .filter(c -> c.bits() == BITS)
            .toList();
    if (activations.isEmpty()) {
      return device;
    }
    List<OperationConfig> operations = new ArrayList<>();
    device.operations().stream()
        .filter(
            o ->
                PRODUCT.contains(o.type())
                    || o.type().equals(OperationTraits.DEPTHWISE_CONVOLUTION))
        .forEach(operations::add);
    Stream.concat(ELEMENTWISE.stream(), OTHERS.stream())
        .forEach(type -> operations.add(new OperationConfig(type, activations, List.of())));
    return new TargetDevice(
        device.name(), operations, AGNOSTIC, Set.of("Concat"), FUSED, device.saturationFix());
  }

  private static List<FusedPattern> fused() {
    List<FusedPattern> chains = new ArrayList<>();
    List<List<Set<String>>> bases =
        List.of(
            List.of(PRODUCT),
            List.of(PRODUCT, ADD),
            List.of(PRODUCT, ACTIVATION),
            List.of(PRODUCT, ADD, ACTIVATION));
    for (List<Set<String>> base : bases) {
      add(chains, base, ANY_ELEMENTWISE);
      add(chains, base, MULTIPLY, ADD);
    }
    List<Set<String>> biased = List.of(PRODUCT, ADD);
    add(chains, biased, Set.of("Swish"));
    add(chains, biased, ADD, CLAMP, MULTIPLY);
    add(chains, biased, ADD, CLAMP, MULTIPLY, MULTIPLY);
    add(chains, List.of(ADD), CLAMP, MULTIPLY, MULTIPLY);
    add(chains, List.of(CLAMP), MULTIPLY);
    add(chains, List.of(MULTIPLY), ADD);
    add(chains, List.of(Set.of("MVN")), MULTIPLY, ADD);
    add(chains, List.of(Set.of("NormalizeL2")), MULTIPLY);
    Set<String> exp = Set.of("Exp");
    Set<String> sum = Set.of("ReduceSum");
    add(chains, List.of(exp), sum, Set.of("Power"), MULTIPLY);
    add(chains, List.of(exp), sum, Set.of("Divide"));
    for (List<Set<String>> input : inputs()) {
      add(chains, input, MULTIPLY, ADD);
      add(chains, input, ADD);
      add(chains, input, MULTIPLY);
    }
    add(chains, List.of(Set.of(OperationTypes.PARAMETER)), Set.of("Subtract"));
    return List.copyOf(chains);
  }

  private static List<List<Set<String>>> inputs() {
    Set<String> parameter = Set.of(OperationTypes.PARAMETER);
    Set<String> transpose = Set.of("Transpose");
    return List.of(
        List.of(parameter),
        List.of(parameter, transpose),
        List.of(parameter, Set.of(OperationTypes.CONVERT), transpose));
  }

  @SafeVarargs
  private static void add(
      List<FusedPattern> chains, List<Set<String>> base, Set<String>... further) {
    List<Set<String>> steps = new ArrayList<>(base);
    for (Set<String> step : further) {
      steps.add(step);
    }
    chains.add(new FusedPattern("pot", steps));
  }
}
