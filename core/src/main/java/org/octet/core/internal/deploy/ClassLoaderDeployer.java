package org.octet.core.internal.deploy;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import org.octet.api.error.PluginException;
import org.octet.core.ApiVersions;
import org.octet.core.internal.registry.Origin;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.registry.ServiceLoaderFeeder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys on a plain JVM: each jar in a class loader of its own, which sees the API only. */
public final class ClassLoaderDeployer implements Deployer {
  private static final Logger LOG = LoggerFactory.getLogger(ClassLoaderDeployer.class);

  private final PluginRegistry registry;
  private final ApiVersions api = ApiVersions.inUse();

  /**
   * @param registry takes the plugins
   */
  public ClassLoaderDeployer(PluginRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Deployment deploy(JarCopy jar) {
    Optional<String> refusal = api.refusal(jar.header("Import-Package"));
    if (refusal.isPresent()) {
      jar.delete();
      throw new PluginException(refusal.get());
    }
    URLClassLoader loader =
        new URLClassLoader(
            "octet-plugin-" + jar.name(), new URL[] {url(jar)}, new ApiClassLoader());
    Loaded loaded = new Loaded(jar, loader);
    try {
      ServiceLoaderFeeder feeder = new ServiceLoaderFeeder(registry);
      feeder.load(loader, new Origin(jar.name(), version(jar), Optional.of(loader), jar.hash()));
      return loaded;
    } catch (RuntimeException | Error e) {
      registry.retire(loader);
      loaded.close();
      throw e;
    }
  }

  private static URL url(JarCopy jar) {
    try {
      return jar.file().toUri().toURL();
    } catch (MalformedURLException e) {
      throw new PluginException("it cannot be deployed: " + e.getMessage(), e);
    }
  }

  private static String version(JarCopy jar) {
    String version = jar.header("Bundle-Version");
    return version.isEmpty() ? jar.header("Implementation-Version") : version;
  }

  private record Loaded(JarCopy jar, URLClassLoader owner) implements Deployment {
    @Override
    public List<String> problems() {
      return List.of();
    }

    @Override
    public List<String> unloadable() {
      // the registry lists them as broken
      return List.of();
    }

    @Override
    public void retry() {
      // what one jar lacks, another does not bring
    }

    @Override
    public void close() {
      try {
        owner.close();
      } catch (IOException e) {
        LOG.debug("cannot close {}", owner.getName(), e);
      }
      jar.delete();
    }
  }
}
