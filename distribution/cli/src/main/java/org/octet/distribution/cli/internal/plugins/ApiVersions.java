package org.octet.distribution.cli.internal.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Manifest;
import org.octet.api.plugin.Plugin;

/**
 * The versions of the api's packages, against which the imports of plugins are checked.
 *
 * @param packages version by package, of all that are exported
 */
record ApiVersions(Map<String, Version> packages) {
  private static final String API = "org.octet.api";

  /** Major, minor and micro; a qualifier does not count. */
  record Version(int major, int minor, int micro) implements Comparable<Version> {
    /**
     * @throws NumberFormatException when it is none
     */
    static Version parse(String text) {
      String[] parts = text.strip().split("\\.");
      int[] numbers = new int[3];
      for (int i = 0; i < Math.min(3, parts.length); i++) {
        numbers[i] = Integer.parseInt(parts[i]);
      }
      return new Version(numbers[0], numbers[1], numbers[2]);
    }

    @Override
    public int compareTo(Version other) {
      int c = Integer.compare(major, other.major);
      c = c != 0 ? c : Integer.compare(minor, other.minor);
      return c != 0 ? c : Integer.compare(micro, other.micro);
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + micro;
    }
  }

  /** Those of the api that this Octet runs with; none when it has no manifest. */
  static ApiVersions running() {
    Map<String, Version> versions = new TreeMap<>();
    try {
      for (URL url :
          Collections.list(Plugin.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
        try (InputStream in = url.openStream()) {
          Manifest manifest = new Manifest(in);
          if (symbolicName(manifest).equals(API)) {
            clauses(header(manifest, "Export-Package"))
                .forEach((name, version) -> versions.put(name, Version.parse(version)));
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("Octet's api has no readable manifest", e);
    }
    return new ApiVersions(versions);
  }

  /** The symbolic name of a bundle; empty: the jar is none. */
  static String symbolicName(Manifest manifest) {
    return header(manifest, "Bundle-SymbolicName").split(";", 2)[0].strip();
  }

  /** A header of a manifest; empty where it is not there. */
  static String header(Manifest manifest, String name) {
    String value = manifest.getMainAttributes().getValue(name);
    return value == null ? "" : value;
  }

  /** In one sentence, why a plugin does not fit; empty: it does, or does not say what it needs. */
  Optional<String> problem(Manifest plugin) {
    for (var wanted : clauses(header(plugin, "Import-Package")).entrySet()) {
      String name = wanted.getKey();
      if (packages.isEmpty() || !(name + ".").startsWith(API + ".")) {
        continue;
      }
      Version there = packages.get(name);
      if (there == null) {
        return Optional.of("it needs the package " + name + ", which this Octet does not have");
      }
      try {
        if (!contains(wanted.getValue(), there)) {
          return Optional.of(
              "it was built for version %s of %s, and this Octet has %s: get the build for this one"
                  .formatted(wanted.getValue(), name, there));
        }
      } catch (NumberFormatException e) {
        return Optional.of(
            "its manifest has '%s' for the version of %s".formatted(wanted.getValue(), name));
      }
    }
    return Optional.empty();
  }

  /** Ranges as OSGi writes them: {@code [1.0,2)}; a version alone is the least. */
  private static boolean contains(String range, Version version) {
    String text = range.strip();
    if (!text.startsWith("[") && !text.startsWith("(")) {
      return version.compareTo(Version.parse(text)) >= 0;
    }
    String[] ends = text.substring(1, text.length() - 1).split(",", 2);
    if (ends.length < 2) {
      throw new NumberFormatException(text);
    }
    int low = version.compareTo(Version.parse(ends[0]));
    int high = version.compareTo(Version.parse(ends[1]));
    return (text.startsWith("[") ? low >= 0 : low > 0)
        && (text.endsWith("]") ? high <= 0 : high < 0);
  }

  /** The attribute {@code version} by package; 0.0.0 where there is none. */
  private static Map<String, String> clauses(String header) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String clause : split(header, ',')) {
      List<String> parts = split(clause, ';');
      String version = "0.0.0";
      for (String part : parts) {
        if (part.strip().startsWith("version=")) {
          version = part.strip().substring("version=".length()).replace("\"", "");
        }
      }
      for (String part : parts) {
        if (part.indexOf('=') < 0) {
          versions.put(part.strip(), version);
        }
      }
    }
    return versions;
  }

  /** Parts between separators that are not within quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      if (text.charAt(i) == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    if (!text.substring(start).isBlank()) {
      parts.add(text.substring(start));
    }
    return parts;
  }
}
