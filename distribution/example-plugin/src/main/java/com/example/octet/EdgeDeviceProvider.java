package com.example.octet;

import java.util.List;
import java.util.Set;
import org.octet.api.device.FusedPattern;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** An accelerator that computes convolutions in eight bits and nothing else. */
public final class EdgeDeviceProvider implements TargetDeviceProvider {
  @Override
  public String name() {
    return "EDGE";
  }

  @Override
  public String description() {
    return "Convolutions in eight bits; everything else stays float.";
  }

  @Override
  public TargetDevice device() {
    QuantizerConfig activation = new QuantizerConfig(8, Mode.ASYMMETRIC, false, false, false);
    QuantizerConfig weight = new QuantizerConfig(8, Mode.SYMMETRIC, true, true, true);
    return new TargetDevice(
        name(),
        List.of(new OperationConfig("Convolution", List.of(activation), List.of(weight))),
        Set.of("MaxPool", "Reshape"),
        Set.of(),
        List.of(
            new FusedPattern(
                "convolution with bias and activation",
                List.of(Set.of("Convolution"), Set.of("Add"), Set.of("ReLU", "Clamp")))),
        false);
  }
}
