package org.octet.algorithms.devices.internal;

import java.util.List;
import org.octet.api.device.Finding;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.model.Model;

/** The device {@code GNA}. */
public final class GnaDevice implements TargetDeviceProvider {
  @Override
  public String name() {
    return "GNA";
  }

  @Override
  public String description() {
    return "Intel GNA 1 and 2: 16-bit activations, convolutions with 16-bit weights";
  }

  @Override
  public TargetDevice device() {
    return GnaDevices.withWideConvolutions(name());
  }

  @Override
  public List<Finding> findings(Model model) {
    return GnaRules.findings(model);
  }
}
