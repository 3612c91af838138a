package org.octet.core.internal.service;

import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.error.InputException;
import org.octet.core.internal.deploy.ClassLoaderDeployer;
import org.octet.core.internal.deploy.Deployer;
import org.octet.core.internal.deploy.PluginFolder;
import org.octet.core.internal.deploy.TrustedDeployer;
import org.octet.core.internal.registry.PluginRegistry;

/** The plugin folder of a plain JVM, and the folder for copies of its jars. Thread-safe. */
public final class PlainFolder implements AutoCloseable {
  private final PluginFolder plugins;
  private TemporaryFolder copies;

  private PlainFolder(Path folder, PluginRegistry registry) {
    Deployer deployer = new TrustedDeployer(new ClassLoaderDeployer(registry));
    plugins = new PluginFolder(folder, registry, deployer, this::copies);
  }

  /**
   * Deploys what is in a folder, and watches it.
   *
   * @throws InputException when it cannot be read
   */
  public static PlainFolder open(Path folder, PluginRegistry registry) {
    if (!Files.isDirectory(folder)) {
      throw new InputException("plugin folder '" + folder + "' cannot be read: it is no folder");
    }
    PlainFolder plain = new PlainFolder(folder, registry);
    plain.plugins.open();
    return plain;
  }

  /** Made for the first jar: most installations have none. */
  private synchronized Path copies() {
    if (copies == null) {
      copies = TemporaryFolder.make();
    }
    return copies.path();
  }

  @Override
  public void close() {
    plugins.close();
    synchronized (this) {
      if (copies != null) {
        copies.close();
        copies = null;
      }
    }
  }
}
