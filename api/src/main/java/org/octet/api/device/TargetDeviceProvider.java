package org.octet.api.device;

import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/** Publishes a target device; the plugin's name is the device's. */
@ConsumerType
public interface TargetDeviceProvider extends Plugin {
  /** The device. */
  TargetDevice device();
}
