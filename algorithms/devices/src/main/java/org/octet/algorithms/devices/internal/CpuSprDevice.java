package org.octet.algorithms.devices.internal;

import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** The device {@code CPU_SPR}. */
public final class CpuSprDevice implements TargetDeviceProvider {
  @Override
  public String name() {
    return "CPU_SPR";
  }

  @Override
  public String description() {
    return "CPUs with AMX, Sapphire Rapids and later";
  }

  @Override
  public TargetDevice device() {
    return Int8Devices.device(name(), false);
  }
}
