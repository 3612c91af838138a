package org.octet.distribution.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The example of a plugin, built as somebody else would: it knows the api's coordinates only. */
final class ExamplePlugin {
  private ExamplePlugin() {}

  /**
   * Builds and tests it.
   *
   * @param project a new folder
   * @return its jar
   */
  static Path build(Path project) throws IOException, InterruptedException {
    Path from = Path.of(System.getProperty("octet.example")).normalize();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.startsWith(from.resolve("target"))).toList()) {
        Files.copy(file, project.resolve(from.relativize(file).toString()));
      }
    }
    try (MavenBuild maven = MavenBuild.offline()) {
      maven.run(
          project,
          "-Doctet.repository=" + Distribution.built().home().resolve("repository").toUri(),
          "verify");
    }
    return project.resolve("target/octet-example-1.0.0.jar");
  }
}
