package org.octet.algorithms.devices.internal;

import java.util.List;
import org.octet.api.device.Finding;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.model.Model;

/** The device {@code GNA3.5}. */
public final class Gna35Device implements TargetDeviceProvider {
  @Override
  public String name() {
    return "GNA3.5";
  }

  @Override
  public String description() {
    return "Intel GNA 3.5: 16-bit activations";
  }

  @Override
  public TargetDevice device() {
    return GnaDevices.device(name());
  }

  @Override
  public List<Finding> findings(Model model) {
    return GnaRules.findings(model);
  }
}
