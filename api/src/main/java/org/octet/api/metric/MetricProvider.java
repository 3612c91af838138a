package org.octet.api.metric;

import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/** Creates metrics. */
@ConsumerType
public interface MetricProvider extends Plugin {
  /** A new metric, reset. */
  Metric create(Parameters parameters);
}
