package @package@;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.octet.api.device.FusedPattern;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** A device is data: which operations it computes in integers, and which it computes as one. */
public final class @class@ implements TargetDeviceProvider {
  @Override
  public String name() {
    return "@name@";
  }

  @Override
  public String description() {
    return "An accelerator for convolutions and matrix products in eight bits.";
  }

  @Override
  public TargetDevice device() {
    // one range for a whole activation, one for each output channel of a weight
    QuantizerConfig activation = new QuantizerConfig(8, Mode.ASYMMETRIC, false, false, false);
    QuantizerConfig weight = new QuantizerConfig(8, Mode.SYMMETRIC, true, true, true);
    List<OperationConfig> operations =
        Stream.of("Convolution", "GroupConvolution", "DepthwiseConvolution", "MatMul")
            .map(type -> new OperationConfig(type, List.of(activation), List.of(weight)))
            .toList();
    return new TargetDevice(
        name(),
        operations,
        Set.of("Reshape", "Transpose", "Squeeze", "Unsqueeze", "MaxPool"),
        Set.of("Concat"),
        List.of(
            new FusedPattern(
                "layer with bias",
                List.of(Set.of("Convolution", "GroupConvolution", "MatMul"), Set.of("Add"))),
            new FusedPattern(
                "layer with bias and activation",
                List.of(
                    Set.of("Convolution", "GroupConvolution", "MatMul"),
                    Set.of("Add"),
                    Set.of("ReLU", "Clamp")))),
        false);
  }
}
