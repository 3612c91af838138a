package org.octet.distribution.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of an installation.
 *
 * @param root the folder that holds {@code bin}, {@code lib}, {@code bundles}, {@code plugins}
 */
record Home(Path root) {
  /** System property with the folder; set by the start script. */
  static final String PROPERTY = "octet.home";

  /**
   * The installation of this process: the system property, else the parent of the folder that holds
   * this class's jar.
   *
   * @throws StartException when there is no installation
   */
  static Home find() {
    String property = System.getProperty(PROPERTY);
    Path root = property == null ? ofJar() : Path.of(property).toAbsolutePath().normalize();
    if (!Files.isDirectory(root.resolve("bundles"))) {
      throw new StartException(
          "no installation of Octet in %s: it has no folder 'bundles'; start bin/octet, or set -D%s"
              .formatted(root, PROPERTY));
    }
    return new Home(root);
  }

  private static Path ofJar() {
    try {
      Path jar = Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new StartException("cannot find the folder of the installation; set -D" + PROPERTY, e);
    }
  }

  /** Octet's own jars, in the order of their names. */
  List<Path> bundles() {
    return jars(root.resolve("bundles"));
  }

  /** Folder of the user's jars. */
  Path plugins() {
    return root.resolve("plugins");
  }

  /** Settings of the process: a properties file. */
  Path settings() {
    return root.resolve("conf").resolve("octet.properties");
  }

  /** Settings of the JDK's logging: a properties file. */
  Path jdkLogging() {
    return root.resolve("conf").resolve("logging.properties");
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(".jar"))
          .sorted(Comparator.comparing(f -> f.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}
