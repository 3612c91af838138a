package org.octet.api.algorithm;

import java.util.List;
import org.octet.api.device.TargetDevice;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An algorithm made of others, such as {@code DefaultQuantization}; core resolves and leases the
 * children.
 */
@ConsumerType
public interface CompositeAlgorithmProvider extends Plugin {
  /** The algorithms in order. */
  List<AlgorithmSpec> expand(Parameters parameters);

  /**
   * The algorithms in order for a target device; by default the same for all.
   *
   * @param device what the model is for
   */
  default List<AlgorithmSpec> expand(Parameters parameters, TargetDevice device) {
    return expand(parameters);
  }
}
