package org.octet.api.engine;

import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/** Creates engines. */
@ConsumerType
public interface EngineProvider extends Plugin {
  /** A new engine. */
  Engine create(Parameters parameters);
}
