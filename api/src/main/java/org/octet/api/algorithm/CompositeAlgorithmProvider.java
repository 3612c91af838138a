package org.octet.api.algorithm;

import java.util.List;
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
}
