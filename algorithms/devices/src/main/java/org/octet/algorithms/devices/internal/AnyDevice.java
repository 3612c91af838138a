package org.octet.algorithms.devices.internal;

import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** The device {@code ANY}. */
public final class AnyDevice implements TargetDeviceProvider {
  @Override
  public String name() {
    return "ANY";
  }

  @Override
  public String description() {
    return "Every device: as for a CPU with or without VNNI";
  }

  @Override
  public TargetDevice device() {
    return Int8Devices.device(name(), true);
  }
}
