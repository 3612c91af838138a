package org.octet.core.internal.deploy;

import org.octet.api.error.PluginException;

/** Makes the plugins of a jar known to the registry. Used by one thread at a time. */
public interface Deployer {
  /**
   * Deploys a jar.
   *
   * @param jar the jar; the deployer owns the copy from now on, and deletes it
   * @throws PluginException with the reason when the jar cannot be used as a whole
   */
  Deployment deploy(JarCopy jar);
}
