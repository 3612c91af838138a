package org.octet.core.internal.osgi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.octet.api.PluginInfo;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Plugin;
import org.octet.core.internal.registry.Origin;
import org.octet.core.internal.registry.PluginKind;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds bundles that offer plugins of which none became a service, and says why: not resolved, not
 * started, or a class that cannot be loaded.
 */
final class Diagnosis {
  private static final Logger LOG = LoggerFactory.getLogger(Diagnosis.class);

  private Diagnosis() {}

  /**
   * Broken plugins that no service tells of.
   *
   * @param found plugins that came as services
   */
  static List<PluginInfo> of(BundleContext context, List<PluginInfo> found) {
    List<PluginInfo> broken = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      try {
        check(context, bundle, found, broken);
      } catch (IllegalStateException e) {
        LOG.debug("{} was uninstalled meanwhile", bundle, e);
      }
    }
    return broken;
  }

  private static void check(
      BundleContext context, Bundle bundle, List<PluginInfo> found, List<PluginInfo> broken) {
    if (bundle.getState() == Bundle.UNINSTALLED
        || BundleDeployer.deployed(bundle) && bundle.getState() != Bundle.ACTIVE
        || bundle.getHeaders("").get("Fragment-Host") != null) {
      // the folder tells of those that it deployed, and asking a new one could resolve it
      return;
    }
    Origin origin = PluginTracker.origin(bundle);
    for (PluginKind kind : PluginKind.values()) {
      List<String> offered = offered(bundle, kind);
      long came =
          found.stream().filter(p -> p.kind().equals(kind.code()) && from(origin, p)).count();
      if (came < offered.size()) {
        offered.forEach(type -> check(context, bundle, kind, type, broken));
      }
    }
  }

  /** Plugins that an active bundle offers, and whose classes cannot be loaded, with the reasons. */
  static List<String> unloadable(Bundle bundle) {
    return Stream.of(PluginKind.values())
        .flatMap(kind -> offered(bundle, kind).stream())
        .flatMap(type -> unloadable(bundle, type).stream())
        .toList();
  }

  private static boolean from(Origin origin, PluginInfo plugin) {
    return plugin.origin().equals(origin.location()) && plugin.version().equals(origin.version());
  }

  private static List<String> offered(Bundle bundle, PluginKind kind) {
    List<String> types = new ArrayList<>();
    for (Class<? extends Plugin> service : kind.services()) {
      URL file = bundle.getEntry("META-INF/services/" + service.getName());
      if (file != null) {
        types.addAll(lines(file));
      }
    }
    return types;
  }

  private static List<String> lines(URL file) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void check(
      BundleContext context, Bundle bundle, PluginKind kind, String type, List<PluginInfo> broken) {
    List<String> problems = problems(context, bundle, type);
    if (!problems.isEmpty()) {
      Origin origin = PluginTracker.origin(bundle);
      broken.add(
          new PluginInfo(
              kind.code(),
              type,
              0,
              "",
              origin.location(),
              origin.version(),
              ParameterSchema.NONE,
              problems));
    }
  }

  private static List<String> problems(BundleContext context, Bundle bundle, String type) {
    if (bundle.getState() == Bundle.INSTALLED) {
      List<String> chain = Requirements.missing(bundle, context);
      return chain.isEmpty() ? List.of("its bundle is not resolved") : chain;
    }
    if (bundle.getState() == Bundle.RESOLVED) {
      return List.of("its bundle is not started");
    }
    return unloadable(bundle, type);
  }

  private static List<String> unloadable(Bundle bundle, String type) {
    try {
      bundle.loadClass(type);
      return List.of();
    } catch (ClassNotFoundException | LinkageError e) {
      return List.of("class %s cannot be loaded: %s".formatted(type, e));
    }
  }
}
