package org.octet.core.internal.deploy;

import java.io.IOException;
import java.util.Optional;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.core.TrustStore;

/**
 * Deploys only what is signed by a trusted certificate, where a trust store is configured: a jar
 * need not come through a command that checks it. What is checked is the copy that is then loaded.
 *
 * @param deployer deploys what is trusted
 */
public record TrustedDeployer(Deployer deployer) implements Deployer {
  @Override
  public Deployment deploy(JarCopy jar) {
    String problem = problem(jar);
    if (!problem.isEmpty()) {
      jar.delete();
      throw new PluginException(problem);
    }
    return deployer.deploy(jar);
  }

  /** The trust store is read for each jar: it may change while Octet runs. */
  private static String problem(JarCopy jar) {
    try {
      Optional<TrustStore> trust = TrustStore.configured(Optional.empty());
      return trust.isEmpty() ? "" : trust.get().check(jar.file()).problem();
    } catch (IOException | InputException e) {
      return "its signature cannot be checked: " + e.getMessage();
    }
  }
}
