package org.octet.api.device;

import java.util.List;
import org.octet.api.model.Model;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/** Publishes a target device; the plugin's name is the device's. */
@ConsumerType
public interface TargetDeviceProvider extends Plugin {
  /** The device. */
  TargetDevice device();

  /**
   * What the device's compiler would refuse of a quantized model, as far as its rules are known; by
   * default nothing.
   *
   * @param model not changed
   * @return in the order of the operations
   */
  default List<Finding> findings(Model model) {
    return List.of();
  }
}
