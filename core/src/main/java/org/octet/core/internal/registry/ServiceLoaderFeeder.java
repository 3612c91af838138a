package org.octet.core.internal.registry;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the registry on a plain JVM: plugins of a class loader, and of the jars of a folder, each
 * jar in a class loader of its own. Used by one thread.
 */
public final class ServiceLoaderFeeder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceLoaderFeeder.class);

  private final PluginRegistry registry;
  private final List<Registration> fed = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();
  private final Set<Class<?>> seen = new HashSet<>();

  /**
   * @param registry takes the plugins
   */
  public ServiceLoaderFeeder(PluginRegistry registry) {
    this.registry = registry;
  }

  /** Adds the plugins that a class loader and its parents see. */
  public void load(ClassLoader loader) {
    load(loader, Optional.empty());
  }

  /**
   * Adds the plugins of every {@code .jar} in a folder, in the order of their names.
   *
   * @throws InputException when the folder cannot be read
   */
  public void loadFolder(Path folder) {
    List<Path> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars = files.filter(f -> f.getFileName().toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new InputException("plugin folder '" + folder + "' cannot be read: " + e, e);
    }
    jars.forEach(this::loadJar);
  }

  private void loadJar(Path jar) {
    try {
      URL url = jar.toUri().toURL();
      URLClassLoader loader =
          new URLClassLoader(
              "octet-plugin-" + jar.getFileName(), new URL[] {url}, Plugin.class.getClassLoader());
      loaders.add(loader);
      load(loader, Optional.of(origin(jar)));
    } catch (MalformedURLException e) {
      LOG.warn("plugin jar skipped: {}", jar, e);
    }
  }

  private void load(ClassLoader loader, Optional<Origin> jar) {
    for (PluginKind kind : PluginKind.values()) {
      for (Class<? extends Plugin> service : kind.services()) {
        load(kind, service, loader, jar);
      }
    }
  }

  private <T extends Plugin> void load(
      PluginKind kind, Class<T> service, ClassLoader loader, Optional<Origin> jar) {
    Iterator<ServiceLoader.Provider<T>> providers =
        ServiceLoader.load(service, loader).stream().iterator();
    // hasNext and next throw for each broken entry, and go on with the following one when asked
    // again; the limit ends a provider file that never ends to fail
    for (int failures = 0; failures < 1000; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        add(kind, providers.next(), loader, jar);
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        fed.add(
            registry.addBroken(
                kind,
                service.getSimpleName(),
                jar.orElse(Origin.UNKNOWN),
                "cannot be loaded: " + PluginRegistry.describe(e)));
      }
    }
  }

  private void add(
      PluginKind kind,
      ServiceLoader.Provider<? extends Plugin> provider,
      ClassLoader loader,
      Optional<Origin> jar) {
    Class<? extends Plugin> type = provider.type();
    // a jar's loader shows the plugins of the class path again
    if (jar.isPresent() && type.getClassLoader() != loader || !seen.add(type)) {
      return;
    }
    Origin origin = jar.orElseGet(() -> originOf(type));
    fed.add(registry.add(kind, type.getName(), origin, provider::get));
  }

  private static Origin originOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source == null || source.getLocation() == null
          ? Origin.UNKNOWN
          : origin(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return new Origin(source.getLocation().toString(), "");
    }
  }

  private static Origin origin(Path jar) {
    return new Origin(jar.getFileName().toString(), Manifests.version(jar));
  }

  /** Removes what was fed, and closes the jars. */
  @Override
  public void close() {
    fed.forEach(registry::remove);
    fed.clear();
    seen.clear();
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        LOG.debug("cannot close {}", loader.getName(), e);
      }
    }
    loaders.clear();
  }
}
