package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The api's own build, after a release that it made itself. */
class BaselineIT {
  private static final String LOADER = "src/main/java/org/octet/api/data/DataLoader.java";
  private static final String PACKAGE = "src/main/java/org/octet/api/data/package-info.java";

  @TempDir Path folder;

  @Test
  void aChangeOfTheApiNeedsANewVersionOfItsPackage() throws Exception {
    Path api = copy();
    try (MavenBuild maven = MavenBuild.offline()) {
      version("0.1.0-SNAPSHOT", "0.1.0");
      maven.run(api, "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "install");
      version("0.1.0", "0.2.0-SNAPSHOT");
      assertThat(verify(maven, api).code()).as("nothing has changed").isZero();

      replace(api.resolve(LOADER), "  int size();", "  int size();\n\n  int added();");
      MavenBuild.Outcome refused = verify(maven, api);
      assertThat(refused.code()).isNotZero();
      assertThat(refused.log())
          .as("what it is, and what it must be")
          .containsPattern("org.octet.api.data +PACKAGE +MAJOR +1.0.0 +1.0.0 +2.0.0");

      version("0.2.0-SNAPSHOT", "1.0.0-SNAPSHOT");
      replace(api.resolve(PACKAGE), "1.0.0", "1.1.0");
      assertThat(verify(maven, api).code()).as("a minor version is not enough").isNotZero();
      replace(api.resolve(PACKAGE), "1.1.0", "2.0.0");
      MavenBuild.Outcome raised = verify(maven, api);
      assertThat(raised.code()).as(raised.log()).isZero();
    }
  }

  private static MavenBuild.Outcome verify(MavenBuild maven, Path api) throws Exception {
    return maven.attempt(api, "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "verify");
  }

  /** The parent's pom and the api. */
  private Path copy() throws IOException {
    Path from = Path.of(System.getProperty("octet.sources")).normalize();
    Files.copy(from.resolve("pom.xml"), folder.resolve("pom.xml"));
    Path api = Files.createDirectory(folder.resolve("api"));
    Files.copy(from.resolve("api/pom.xml"), api.resolve("pom.xml"));
    Path main = from.resolve("api/src/main");
    try (Stream<Path> files = Files.walk(main)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = api.resolve("src/main").resolve(main.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    return api;
  }

  private void version(String from, String to) throws IOException {
    replace(folder.resolve("pom.xml"), "<version>" + from, "<version>" + to);
    replace(folder.resolve("api/pom.xml"), "<version>" + from, "<version>" + to);
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(from), to));
  }
}
