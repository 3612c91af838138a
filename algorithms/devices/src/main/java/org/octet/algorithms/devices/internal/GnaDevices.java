package org.octet.algorithms.devices.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;

/**
 * What Intel's neural accelerators compute, as POT 2023.3 lists it ({@code gna.json} and {@code
 * gna3.json}): everything in integers, with 16-bit activations, sums of 32 bits before activation
 * functions, and weights of 8 bits, or of 16 where the preset asks for accuracy. Every result has a
 * quantizer. Stateless.
 */
final class GnaDevices {
  private static final QuantizerConfig SUM = activation(32);
  private static final QuantizerConfig ACTIVATION = activation(16);
  private static final QuantizerConfig WIDE = weight(16, false);
  private static final QuantizerConfig BYTE = weight(8, false);
  private static final QuantizerConfig BYTE_PER_CHANNEL = weight(8, true);

  private static final List<String> FUNCTIONS =
      List.of(
          "Power",
          "Sigmoid",
          "Tanh",
          "ReLU",
          "PReLU",
          "Clamp",
          "Log",
          "Abs",
          "Exp",
          "Sign",
          "SoftSign");

  private static final List<String> READERS =
      List.of("AvgPool", "ReduceMean", "Assign", OperationTypes.RESULT);

  private static final Set<String> AGNOSTIC =
      Set.of(
          "MaxPool",
          "ReduceMax",
          "Reshape",
          "Concat",
          "Squeeze",
          "Unsqueeze",
          "Split",
          "VariadicSplit",
          "Transpose",
          "Tile",
          "StridedSlice",
          "ShuffleChannels",
          "Broadcast",
          "Pad",
          "DepthToSpace");

  /** What the accelerators take apart. */
  private static final Set<String> RECURRENT =
      Set.of("LSTMSequence", "GRUSequence", "LSTMCell", "GRUCell");

  private GnaDevices() {}

  /** A device whose convolutions take 8-bit weights. */
  static TargetDevice device(String name) {
    return device(name, List.of(BYTE, WIDE), List.of(BYTE_PER_CHANNEL, WIDE), List.of(SUM));
  }

  /** The first generations: weights of convolutions and scales have 16 bits. */
  static TargetDevice withWideConvolutions(String name) {
    return device(name, List.of(WIDE), List.of(WIDE), List.of());
  }

  private static TargetDevice device(
      String name,
      List<QuantizerConfig> convolution,
      List<QuantizerConfig> scale,
      List<QuantizerConfig> differences) {
    List<OperationConfig> operations = new ArrayList<>();
    for (String type :
        List.of(
            OperationTypes.CONVOLUTION,
            OperationTypes.GROUP_CONVOLUTION,
            OperationTraits.DEPTHWISE_CONVOLUTION)) {
      operations.add(summing(type, convolution, List.of(SUM)));
    }
    operations.add(summing("MatMul", List.of(BYTE_PER_CHANNEL, WIDE), List.of(SUM)));
    operations.add(summing(OperationTypes.ADD, List.of(WIDE), List.of(SUM)));
    operations.add(summing(OperationTypes.MULTIPLY, scale, List.of(SUM)));
    operations.add(summing(OperationTypes.SUBTRACT, List.of(WIDE), differences));
    for (String type : FUNCTIONS) {
      operations.add(new OperationConfig(type, List.of(SUM), List.of(), List.of(ACTIVATION)));
    }
    for (String type : READERS) {
      operations.add(new OperationConfig(type, List.of(ACTIVATION), List.of()));
    }
    operations.add(
        new OperationConfig(OperationTypes.PARAMETER, List.of(), List.of(), List.of(ACTIVATION)));
    return new TargetDevice(
        name, operations, AGNOSTIC, Set.of(), FusedChains.WITHOUT_FUNCTIONS, false, RECURRENT);
  }

  private static OperationConfig summing(
      String type, List<QuantizerConfig> weights, List<QuantizerConfig> outputs) {
    return new OperationConfig(type, List.of(ACTIVATION), weights, outputs);
  }

  private static QuantizerConfig activation(int bits) {
    return new QuantizerConfig(bits, Mode.SYMMETRIC, false, false, true);
  }

  private static QuantizerConfig weight(int bits, boolean perChannel) {
    return new QuantizerConfig(bits, Mode.SYMMETRIC, perChannel, true, true);
  }
}
