package org.octet.api.algorithm;

import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/** Creates algorithms. */
@ConsumerType
public interface AlgorithmProvider extends Plugin {
  /** A new algorithm for one run. */
  Algorithm create(Parameters parameters);
}
