package org.octet.core.internal.osgi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.octet.api.PluginInfo;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Plugin;
import org.octet.core.internal.registry.Origin;
import org.octet.core.internal.registry.PluginKind;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Finds bundles that offer plugins of which none became a service, and says why: not resolved, not
 * started, or a class that cannot be loaded.
 */
final class Diagnosis {
  private static final Pattern API_IMPORT =
      Pattern.compile("(org\\.octet\\.[\\w.]+)[^,]*?;\\s*version=\"([^\"]*)\"");

  private Diagnosis() {}

  /**
   * Broken plugins that no service tells of.
   *
   * @param found plugins that came as services
   */
  static List<PluginInfo> of(BundleContext context, List<PluginInfo> found) {
    List<PluginInfo> broken = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getState() == Bundle.UNINSTALLED
          || bundle.getHeaders().get("Fragment-Host") != null) {
        continue;
      }
      Origin origin = PluginTracker.origin(bundle);
      for (PluginKind kind : PluginKind.values()) {
        List<String> offered = offered(bundle, kind);
        long came =
            found.stream().filter(p -> p.kind().equals(kind.code()) && from(origin, p)).count();
        if (came < offered.size()) {
          offered.forEach(type -> check(bundle, origin, kind, type, broken));
        }
      }
    }
    return broken;
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
      Bundle bundle, Origin origin, PluginKind kind, String type, List<PluginInfo> broken) {
    String problem = problem(bundle, type);
    if (!problem.isEmpty()) {
      broken.add(
          new PluginInfo(
              kind.code(),
              type,
              0,
              "",
              origin.location(),
              origin.version(),
              ParameterSchema.NONE,
              List.of(problem)));
    }
  }

  /** The packages of this API that a bundle imports: the usual reason. */
  private static String needs(Bundle bundle) {
    String imports = bundle.getHeaders().get("Import-Package");
    String packages =
        imports == null
            ? ""
            : API_IMPORT
                .matcher(imports)
                .results()
                .map(m -> m.group(1) + " " + m.group(2))
                .collect(Collectors.joining(", "));
    return packages.isEmpty() ? "" : "; of Octet it needs " + packages;
  }

  private static String problem(Bundle bundle, String type) {
    if (bundle.getState() == Bundle.INSTALLED) {
      return "its bundle is not resolved: something that it needs is missing, or of another version"
          + needs(bundle);
    }
    if (bundle.getState() == Bundle.RESOLVED) {
      return "its bundle is not started";
    }
    try {
      bundle.loadClass(type);
      return "";
    } catch (ClassNotFoundException | LinkageError e) {
      return "its class cannot be loaded: " + e;
    }
  }
}
