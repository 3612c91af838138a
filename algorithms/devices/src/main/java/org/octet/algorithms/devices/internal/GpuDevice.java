package org.octet.algorithms.devices.internal;

import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** The device {@code GPU}. */
public final class GpuDevice implements TargetDeviceProvider {
  @Override
  public String name() {
    return "GPU";
  }

  @Override
  public String description() {
    return "Intel GPUs";
  }

  @Override
  public TargetDevice device() {
    return Int8Devices.device(name(), false);
  }
}
