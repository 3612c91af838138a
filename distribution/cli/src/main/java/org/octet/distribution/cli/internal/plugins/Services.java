package org.octet.distribution.cli.internal.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.octet.api.plugin.Plugin;

/** The plugins that a jar says it has in {@code META-INF/services}. */
final class Services {
  private static final String FOLDER = "META-INF/services/";
  private static final String API = "org.octet.api.";
  private static final Pattern CLASS_NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]*");

  private Services() {}

  /** Services of the api that are named in a jar, with the classes, in the order of their names. */
  static List<PluginJar.Provider> read(JarFile jar) throws IOException {
    List<PluginJar.Provider> found = new ArrayList<>();
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (!entry.isDirectory() && entry.getName().startsWith(FOLDER + API)) {
        String service = entry.getName().substring(FOLDER.length());
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
          lines
              .lines()
              .map(line -> line.split("#", 2)[0].strip())
              .filter(name -> !name.isEmpty())
              .forEach(name -> found.add(new PluginJar.Provider(service, name)));
        }
      }
    }
    found.sort(
        Comparator.comparing(PluginJar.Provider::service)
            .thenComparing(PluginJar.Provider::className));
    return found;
  }

  /** What is wrong with them; classes are loaded, and not initialized. */
  static List<String> problems(Path jar, List<PluginJar.Provider> providers) throws IOException {
    if (providers.isEmpty()) {
      return List.of("it has no plugin: no file META-INF/services/org.octet.api...Provider");
    }
    List<String> problems = new ArrayList<>();
    ClassLoader api = Plugin.class.getClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, new Parent(api))) {
      for (PluginJar.Provider provider : providers) {
        try {
          problem(provider, api, loader).ifPresent(problems::add);
        } catch (ClassNotFoundException | LinkageError e) {
          problems.add("its class %s cannot be loaded: %s".formatted(provider.className(), e));
        }
      }
    }
    return problems;
  }

  private static Optional<String> problem(
      PluginJar.Provider provider, ClassLoader api, ClassLoader loader)
      throws ClassNotFoundException {
    if (!CLASS_NAME.matcher(provider.className()).matches()) {
      return Optional.of("'" + provider.className() + "' is not the name of a class");
    }
    Class<?> service;
    try {
      service = Class.forName(provider.service(), false, api);
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "it needs %s, which this Octet does not have".formatted(provider.service()));
    }
    if (!Plugin.class.isAssignableFrom(service)) {
      return Optional.of(provider.service() + " is not a kind of plugin");
    }
    Class<?> type = Class.forName(provider.className(), false, loader);
    if (!service.isAssignableFrom(type)) {
      return Optional.of(
          "its class %s is not a %s".formatted(type.getName(), service.getSimpleName()));
    }
    return creatable(type)
        ? Optional.empty()
        : Optional.of(
            "its class %s must be public, with a public constructor without arguments"
                .formatted(type.getName()));
  }

  private static boolean creatable(Class<?> type) {
    try {
      return Modifier.isPublic(type.getModifiers())
          && !Modifier.isAbstract(type.getModifiers())
          && Modifier.isPublic(type.getConstructor().getModifiers());
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** The JDK and the api: in OSGi the api's class loader sees little of the JDK. */
  private static final class Parent extends ClassLoader {
    private final ClassLoader api;

    Parent(ClassLoader api) {
      super(ClassLoader.getPlatformClassLoader());
      this.api = api;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      return api.loadClass(name);
    }
  }
}
