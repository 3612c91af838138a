package org.octet.api.runtime;

import org.octet.api.error.InferenceException;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/** Opens a runtime; native libraries are loaded here and not before. */
@ConsumerType
public interface RuntimeProvider extends Plugin {
  /**
   * Opens the runtime.
   *
   * @throws InferenceException when its libraries cannot be loaded
   */
  InferenceRuntime open(Parameters parameters);
}
