package org.octet.algorithms.devices.internal;

import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** The device {@code NPU}. */
public final class NpuDevice implements TargetDeviceProvider {
  @Override
  public String name() {
    return "NPU";
  }

  @Override
  public String description() {
    return "Intel NPUs";
  }

  @Override
  public TargetDevice device() {
    return Int8Devices.device(name(), false);
  }
}
