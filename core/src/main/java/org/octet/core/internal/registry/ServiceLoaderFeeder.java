package org.octet.core.internal.registry;

import java.net.URISyntaxException;
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
import org.octet.api.plugin.Plugin;

/** Feeds the registry on a plain JVM, with the plugins of class loaders. Used by one thread. */
public final class ServiceLoaderFeeder implements AutoCloseable {
  private final PluginRegistry registry;
  private final List<Registration> fed = new ArrayList<>();
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

  /** Adds the plugins of a jar whose class loader it is. */
  public void load(ClassLoader loader, Origin jar) {
    load(loader, Optional.of(jar));
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
                "cannot be loaded: " + Inspection.describe(e)));
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

  /** Removes what was fed. */
  @Override
  public void close() {
    fed.forEach(registry::remove);
    fed.clear();
    seen.clear();
  }
}
