package org.octet.algorithms.devices.internal;

import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** The device {@code CPU}. */
public final class CpuDevice implements TargetDeviceProvider {
  @Override
  public String name() {
    return "CPU";
  }

  @Override
  public String description() {
    return "x86-64 CPUs, with or without VNNI";
  }

  @Override
  public TargetDevice device() {
    return Int8Devices.device(name(), true);
  }
}
