package org.octet.distribution.cli.internal.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;

/**
 * A project for a plugin of somebody else's, with a build of its own that knows the api's
 * coordinates and the installation's folder with the api.
 *
 * @param name name of the plugin, such as {@code my-numbers}
 * @param kind what it is
 * @param packageName of its classes
 * @param versions of the api and of the tools of the build, by name
 * @param repository folder with the api in Maven's layout
 */
public record PluginProject(
    String name, Kind kind, String packageName, Map<String, String> versions, Path repository) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int LONGEST = 64;
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Set<String> RESERVED =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do"
                  + " double else enum extends final finally float for goto if implements import"
                  + " instanceof int interface long native new package private protected public"
                  + " return short static strictfp super switch synchronized this throw throws"
                  + " transient try void volatile while true false null _")
              .split(" "));

  /** Kinds of plugins that there are templates for. */
  public enum Kind {
    LOADER("data loader", "org.octet.api.data.DataLoaderProvider"),
    ENGINE("engine", "org.octet.api.engine.EngineProvider"),
    METRIC("metric", "org.octet.api.metric.MetricProvider"),
    ALGORITHM("algorithm", "org.octet.api.algorithm.AlgorithmProvider"),
    DEVICE("target device", "org.octet.api.device.TargetDeviceProvider");

    private final String words;
    private final String service;

    Kind(String words, String service) {
      this.words = words;
      this.service = service;
    }

    /** As on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws InputException when a name does not do
   */
  public PluginProject {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
      throw new InputException(
          "'%s' does not do as a name: words of lower-case letters and digits with '-' between them, up to %d characters, such as my-numbers"
              .formatted(name, LONGEST));
    }
    for (String part : packageName.split("\\.", -1)) {
      if (!IDENTIFIER.matcher(part).matches() || RESERVED.contains(part)) {
        throw new InputException(
            "'%s' does not do as a package: '%s' must be letters, digits and '_', and no word of Java"
                .formatted(packageName, part));
      }
    }
    if ((packageName + ".").startsWith("java.") || (packageName + ".").startsWith("org.octet.")) {
      throw new InputException("the package '" + packageName + "' belongs to others");
    }
  }

  /** The package for a name where the user gives none. */
  public static String defaultPackage(String name) {
    String last = name.replace("-", "");
    return "com.example." + (RESERVED.contains(last) ? last + "_" : last);
  }

  /** The class of the plugin, such as {@code MyNumbersProvider}. */
  public String className() {
    return Arrays.stream(name.split("-"))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining())
        + "Provider";
  }

  /**
   * Writes the project.
   *
   * @param folder does not exist, or is empty
   * @throws OutputException when there is something, or it cannot be written
   */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      try (var there = Files.newDirectoryStream(folder)) {
        if (there.iterator().hasNext()) {
          throw new OutputException("'" + folder + "' is not empty; give another --output");
        }
      }
      for (var file : files().entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new OutputException("cannot write the project '" + folder + "': " + e, e);
    }
  }

  /** Contents by path. */
  private Map<String, String> files() throws IOException {
    String path = packageName.replace('.', '/') + "/" + className();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", filled("pom.xml"));
    files.put("README.md", filled("README.md"));
    files.put(".mvn/maven.config", filled("maven.config"));
    files.put("src/main/java/" + path + ".java", filled(kind + ".java"));
    files.put("src/test/java/" + path + "Test.java", filled(kind + "Test.java"));
    files.put(
        "src/main/resources/META-INF/services/" + kind.service,
        packageName + "." + className() + "\n");
    return files;
  }

  private String filled(String template) throws IOException {
    try (InputStream in = PluginProject.class.getResourceAsStream("template/" + template)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var version : versions.entrySet()) {
        text = text.replace("@" + version.getKey() + "@", version.getValue());
      }
      return text.replace("@name@", name)
          .replace("@words@", kind.words)
          .replace("@package@", packageName)
          .replace("@class@", className())
          .replace("@repository@", repository.toUri().toString());
    }
  }
}
