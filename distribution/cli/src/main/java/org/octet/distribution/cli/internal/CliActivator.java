package org.octet.distribution.cli.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.ToIntFunction;
import org.octet.api.Octet;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Publishes the command line as long as the entry point is there. */
public final class CliActivator implements BundleActivator {
  private ServiceTracker<Octet, ServiceRegistration<?>> tracker;

  @Override
  public void start(BundleContext context) {
    tracker = new ServiceTracker<>(context, Octet.class, new Publisher(context));
    tracker.open();
  }

  @Override
  public void stop(BundleContext context) {
    tracker.close();
  }

  private record Publisher(BundleContext context)
      implements ServiceTrackerCustomizer<Octet, ServiceRegistration<?>> {
    @Override
    public ServiceRegistration<?> addingService(ServiceReference<Octet> reference) {
      Octet octet = context.getService(reference);
      Dictionary<String, Object> properties = new Hashtable<>();
      properties.put("octet.cli", "true");
      return context.registerService(
          ToIntFunction.class, Cli.ofProcess(() -> octet, new GogoConsole(context)), properties);
    }

    @Override
    public void modifiedService(ServiceReference<Octet> reference, ServiceRegistration<?> cli) {
      // the command line does not depend on properties
    }

    @Override
    public void removedService(ServiceReference<Octet> reference, ServiceRegistration<?> cli) {
      cli.unregister();
      context.ungetService(reference);
    }
  }
}
