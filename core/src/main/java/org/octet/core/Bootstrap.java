package org.octet.core;

import java.nio.file.Path;
import java.util.Objects;
import org.octet.api.Octet;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.registry.ServiceLoaderFeeder;
import org.octet.core.internal.service.OctetService;
import org.octet.core.internal.service.PlainFolder;

/**
 * Makes Octet without OSGi. Plugins are what {@code ServiceLoader} finds on the class path, and the
 * jars of a folder. In an OSGi framework take the service {@link Octet} instead.
 */
public final class Bootstrap {
  private Bootstrap() {}

  /**
   * Octet with the plugins beside its own classes. Close it to give native memory back.
   *
   * @return a new instance, thread-safe
   */
  public static Octet create() {
    return create(null, Bootstrap.class.getClassLoader());
  }

  /**
   * Octet with the plugins of a class loader, and of a folder.
   *
   * @param pluginsFolder folder of plugin jars, each of which gets a class loader of its own that
   *     sees the API only; jars may come, change and go at any time; null: none
   * @param loader sees further plugins
   * @return a new instance, thread-safe; close it to give native memory back
   * @throws org.octet.api.error.InputException when the folder cannot be read
   */
  public static Octet create(Path pluginsFolder, ClassLoader loader) {
    Objects.requireNonNull(loader, "loader");
    PluginRegistry registry = new PluginRegistry();
    ServiceLoaderFeeder feeder = new ServiceLoaderFeeder(registry);
    feeder.load(loader);
    if (pluginsFolder == null) {
      return new OctetService(registry, "class-path", feeder::close);
    }
    PlainFolder folder = PlainFolder.open(pluginsFolder, registry);
    return new OctetService(
        registry,
        "class-path",
        () -> {
          folder.close();
          feeder.close();
        });
  }
}
