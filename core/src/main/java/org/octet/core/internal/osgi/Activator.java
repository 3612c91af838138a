package org.octet.core.internal.osgi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.octet.api.Octet;
import org.octet.api.plugin.Plugin;
import org.octet.core.internal.deploy.Deployer;
import org.octet.core.internal.deploy.PluginFolder;
import org.octet.core.internal.deploy.TrustedDeployer;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.service.OctetService;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Starts Octet in an OSGi framework: plugins are services of the provider interfaces, Octet itself
 * is a service too. How the plugins became services does not matter. Jars in the folder that the
 * property {@value #PLUGINS} names are deployed as bundles.
 */
public final class Activator implements BundleActivator {
  /** Framework or system property: the folder of the user's plugins. */
  private static final String PLUGINS = "octet.plugins";

  private final List<PluginTracker<?>> trackers = new ArrayList<>();
  private ServiceRegistration<Octet> service;
  private Octet octet;
  private PluginFolder folder;

  @Override
  public void start(BundleContext context) {
    PluginRegistry registry = new PluginRegistry();
    registry.addDiagnosis(() -> Diagnosis.of(context, registry.found()));
    for (PluginKind kind : PluginKind.values()) {
      kind.services().forEach(type -> track(context, registry, kind, type));
    }
    octet = new OctetService(registry, "osgi", () -> {});
    String plugins = context.getProperty(PLUGINS);
    if (plugins != null) {
      Path copies = context.getDataFile("").toPath();
      Deployer deployer = new TrustedDeployer(new BundleDeployer(context));
      folder = new PluginFolder(Path.of(plugins), registry, deployer, () -> copies);
      // not now: the other bundles come first
      registry.beforeFirstLook(folder::open);
    }
    service = context.registerService(Octet.class, octet, null);
  }

  private <T extends Plugin> void track(
      BundleContext context, PluginRegistry registry, PluginKind kind, Class<T> type) {
    PluginTracker<T> tracker = new PluginTracker<>(context, registry, kind, type);
    trackers.add(tracker);
    tracker.open();
  }

  @Override
  public void stop(BundleContext context) {
    service.unregister();
    if (folder != null) {
      folder.close();
    }
    octet.close();
    trackers.forEach(PluginTracker::close);
    trackers.clear();
  }
}
