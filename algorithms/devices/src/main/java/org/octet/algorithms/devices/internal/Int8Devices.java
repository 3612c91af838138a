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
 * What the plugins of OpenVINO compute in 8-bit integers: the types that their low-precision
 * transformations take, with the quantizers these accept. Comparisons, logic, roots, powers,
 * divisions and recurrent cells are left out on purpose: the plugins compute them in float whatever
 * precedes them, so that a quantizer costs accuracy and gains nothing. Stateless.
 */
final class Int8Devices {
  private static final List<QuantizerConfig> TENSOR = List.of(symmetric(false), asymmetric(false));

  private static final List<QuantizerConfig> CHANNEL_OR_TENSOR =
      List.of(symmetric(true), asymmetric(true), symmetric(false), asymmetric(false));

  /** Signed, narrow: 255 levels, zero exact, no zero point. */
  private static final List<QuantizerConfig> WEIGHT =
      List.of(
          new QuantizerConfig(8, Mode.SYMMETRIC, true, true, true),
          new QuantizerConfig(8, Mode.SYMMETRIC, false, true, true));

  private static final List<String> OTHERS =
      List.of(
          "Add",
          "Subtract",
          "Multiply",
          "AvgPool",
          "AdaptiveAvgPool",
          "ReduceMean",
          "ReduceSum",
          "Interpolate",
          "NormalizeL2",
          "MVN");

  private static final Set<String> AGNOSTIC =
      Set.of(
          "MaxPool",
          "AdaptiveMaxPool",
          "ReduceMax",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Split",
          "VariadicSplit",
          "StridedSlice",
          "Slice",
          "Pad",
          "Tile",
          "Broadcast",
          "ShuffleChannels",
          "DepthToSpace",
          "SpaceToDepth",
          "BatchToSpace",
          "SpaceToBatch",
          "Gather");

  private Int8Devices() {}

  static TargetDevice device(String name, boolean saturationFix) {
    List<OperationConfig> operations = new ArrayList<>();
    OperationTraits.CONVOLUTIONS.forEach(type -> operations.add(linear(type)));
    operations.add(linear(OperationTypes.MAT_MUL));
    operations.add(
        new OperationConfig(OperationTraits.DEPTHWISE_CONVOLUTION, CHANNEL_OR_TENSOR, WEIGHT));
    OTHERS.forEach(type -> operations.add(new OperationConfig(type, TENSOR, List.of())));
    return new TargetDevice(
        name, operations, AGNOSTIC, Set.of("Concat"), FusedChains.ALL, saturationFix);
  }

  private static OperationConfig linear(String type) {
    return new OperationConfig(type, TENSOR, WEIGHT);
  }

  private static QuantizerConfig symmetric(boolean perChannel) {
    return new QuantizerConfig(8, Mode.SYMMETRIC, perChannel, false, false);
  }

  private static QuantizerConfig asymmetric(boolean perChannel) {
    return new QuantizerConfig(8, Mode.ASYMMETRIC, perChannel, false, false);
  }
}
