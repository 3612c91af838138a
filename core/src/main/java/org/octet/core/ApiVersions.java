package org.octet.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.octet.api.plugin.Plugin;

/**
 * The packages of the API and their versions, as its manifest exports them, and whether they suit
 * what a jar imports: the rule of OSGi, applied on a plain JVM too.
 *
 * @param packages versions by package
 */
public record ApiVersions(Map<String, String> packages) {
  private static final String API = "org.octet.api";

  /** A package and its attributes and directives, whose values may have commas in quotes. */
  private static final Pattern CLAUSE =
      Pattern.compile("([\\w.]+)((?:\\s*;\\s*[\\w:.]+=(?:\"[^\"]*\"|[^,;]*))*)\\s*(?:,|$)");

  private static final Pattern VERSION = Pattern.compile(";\\s*version=\"?([^\";]*)");

  /** Sorts the packages. */
  public ApiVersions {
    packages = new TreeMap<>(packages);
  }

  /** Those of the API in use; empty where it did not come with a manifest. */
  public static ApiVersions inUse() {
    String type = Plugin.class.getName().replace('.', '/') + ".class";
    URL url = Plugin.class.getResource("/" + type);
    String place = url.toString();
    try {
      URLConnection manifest =
          new URL(url, place.substring(0, place.length() - type.length()) + "META-INF/MANIFEST.MF")
              .openConnection();
      manifest.setUseCaches(false);
      try (InputStream in = manifest.getInputStream()) {
        String exports = new Manifest(in).getMainAttributes().getValue("Export-Package");
        return new ApiVersions(exports == null ? Map.of() : versions(exports));
      }
    } catch (java.io.FileNotFoundException e) {
      return new ApiVersions(Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("the manifest of the API cannot be read", e);
    }
  }

  private static Map<String, String> versions(String header) {
    Map<String, String> versions = new TreeMap<>();
    Matcher clause = CLAUSE.matcher(header);
    while (clause.find()) {
      Matcher version = VERSION.matcher(clause.group(2));
      if (!clause.group(2).contains("resolution:=")) {
        versions.put(clause.group(1), version.find() ? version.group(1) : "0");
      }
    }
    return versions;
  }

  /**
   * Why a jar does not suit this API.
   *
   * @param imports its header {@code Import-Package}, may be empty
   * @return one sentence; empty when it suits
   */
  public Optional<String> refusal(String imports) {
    if (packages.isEmpty()) {
      return Optional.empty();
    }
    return versions(imports).entrySet().stream()
        .filter(e -> e.getKey().equals(API) || e.getKey().startsWith(API + "."))
        .flatMap(e -> refusal(e.getKey(), e.getValue()).stream())
        .findFirst();
  }

  private Optional<String> refusal(String name, String range) {
    String there = packages.get(name);
    if (there == null) {
      return Optional.of(
          "it is built for a later Octet: this one has no %s; update Octet".formatted(name));
    }
    if (!VersionRange.isWritten(range)) {
      return Optional.of("its manifest has '%s' for the version of %s".formatted(range, name));
    }
    if (VersionRange.of(range).includes(there)) {
      return Optional.empty();
    }
    return Optional.of(
        "it is built for another Octet: it needs %s %s, this one has %s; get the plugin's version for this Octet"
            .formatted(name, range, there));
  }
}
