package org.octet.core.internal.osgi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.octet.api.plugin.Plugin;
import org.octet.core.internal.deploy.JarCopy;
import org.octet.core.internal.registry.PluginKind;

/**
 * Completes the manifest of a jar that publishes plugins by {@code META-INF/services} only, so that
 * it becomes a bundle whose plugins become services. What the jar says itself stays. Stateless.
 */
final class BundleManifest {
  private static final String SERVICES = "META-INF/services/";
  private static final String SPI = "osgi.serviceloader";
  private static final String REGISTRAR =
      "osgi.extender;filter:=\"(&(osgi.extender=osgi.serviceloader.registrar)"
          + "(version>=1.0.0)(!(version>=2.0.0)))\";resolution:=optional";

  /** Packages of the JDK that a class may name without an import, as on a plain JVM. */
  private static final String JDK =
      "javax.*,jdk.*,com.sun.*,sun.misc,org.w3c.dom.*,org.xml.sax.*,org.ietf.jgss";

  private BundleManifest() {}

  /**
   * Rewrites the manifest of a copy where that is needed; other entries keep their bytes.
   *
   * @param packages versions of the API's packages
   */
  static void complete(JarCopy jar, Map<String, String> packages) throws IOException {
    boolean named = !jar.header("Bundle-SymbolicName").isEmpty();
    boolean publishes =
        Stream.of("Provide-Capability", "Service-Component", "Bundle-Activator")
            .map(jar::header)
            .anyMatch(h -> !h.isEmpty());
    if (named && publishes) {
      return;
    }
    try (FileSystem zip = FileSystems.newFileSystem(jar.file())) {
      List<String> services = services(zip);
      if (named && services.isEmpty()) {
        return;
      }
      Manifest manifest = new Manifest(jar.manifest());
      Attributes main = manifest.getMainAttributes();
      main.putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
      if (!named) {
        name(jar, main, packages);
      }
      publish(main, services);
      Path file = zip.getPath("META-INF", "MANIFEST.MF");
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
    }
  }

  private static List<String> services(FileSystem zip) {
    List<String> services = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      for (Class<? extends Plugin> type : kind.services()) {
        if (Files.exists(zip.getPath(SERVICES + type.getName()))) {
          services.add(type.getName());
        }
      }
    }
    return services;
  }

  private static void name(JarCopy jar, Attributes main, Map<String, String> packages) {
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", symbolicName(jar.name()));
    main.putValue("Bundle-Version", version(jar.header("Implementation-Version")));
    List<String> imports = new ArrayList<>();
    packages.forEach(
        (name, version) -> {
          int major = Integer.parseInt(version.split("\\.")[0]);
          imports.add("%s;version=\"[%d,%d)\"".formatted(name, major, major + 1));
        });
    main.putValue("Import-Package", String.join(",", imports));
    main.putValue("DynamicImport-Package", JDK);
  }

  private static void publish(Attributes main, List<String> services) {
    if (services.isEmpty()) {
      return;
    }
    List<String> capabilities =
        services.stream().map(s -> "%s;%s=\"%s\"".formatted(SPI, SPI, s)).toList();
    main.putValue("Provide-Capability", String.join(",", capabilities));
    main.putValue("Require-Capability", join(main.getValue("Require-Capability"), REGISTRAR));
  }

  private static String join(String header, String clause) {
    return header == null || header.isBlank() ? clause : header + "," + clause;
  }

  private static String symbolicName(String file) {
    String base = file.substring(0, file.length() - ".jar".length());
    String name = base.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("\\.{2,}", ".");
    return name.replaceAll("^\\.|\\.$", "_");
  }

  /** The version in OSGi's form; 0 when it has none. */
  private static String version(String text) {
    List<String> numbers = new ArrayList<>();
    for (String part : text.split("[.-]")) {
      if (numbers.size() == 3 || !part.matches("\\d{1,9}")) {
        break;
      }
      numbers.add(part);
    }
    return numbers.isEmpty() ? "0" : String.join(".", numbers);
  }
}
