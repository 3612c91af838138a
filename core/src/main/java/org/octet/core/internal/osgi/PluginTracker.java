package org.octet.core.internal.osgi;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.octet.api.plugin.Plugin;
import org.octet.core.internal.registry.Origin;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.registry.Registration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Feeds the registry with the services of one interface. Thread-safe. */
final class PluginTracker<T extends Plugin> extends ServiceTracker<T, Registration> {
  /** Service property of SPI-Fly: the class that a service comes from. */
  private static final String CLASS = ".org.apache.aries.spifly.provider.implclass";

  private final PluginRegistry registry;
  private final PluginKind kind;

  PluginTracker(BundleContext context, PluginRegistry registry, PluginKind kind, Class<T> service) {
    super(context, service, null);
    this.registry = registry;
    this.kind = kind;
  }

  @Override
  public Registration addingService(ServiceReference<T> reference) {
    Bundle bundle = reference.getBundle();
    Object type = reference.getProperty(CLASS);
    String className = type == null ? kind.text() + " service" : type.toString();
    return registry.add(kind, className, origin(bundle), () -> get(reference, className));
  }

  static Origin origin(Bundle bundle) {
    return bundle == null
        ? Origin.UNKNOWN
        : new Origin(
            BundleDeployer.nameOf(bundle),
            bundle.getVersion().toString(),
            Optional.of(bundle),
            BundleDeployer.buildOf(bundle));
  }

  private T get(ServiceReference<T> reference, String className) {
    T service = context.getService(reference);
    if (service == null) {
      // the framework only logs why; the constructor says it again
      construct(reference.getBundle(), className);
    }
    return service;
  }

  private static void construct(Bundle bundle, String className) {
    try {
      bundle.loadClass(className).getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalArgumentException(e.getCause().toString(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e.toString(), e);
    }
  }

  @Override
  public void removedService(ServiceReference<T> reference, Registration registration) {
    registry.remove(registration);
    context.ungetService(reference);
  }
}
