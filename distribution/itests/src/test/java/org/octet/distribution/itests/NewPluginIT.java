package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code octet plugins new}: what it writes builds, passes its tests, and can be installed. */
class NewPluginIT {
  @TempDir Path folder;
  private Distribution octet;

  @BeforeEach
  void install() throws IOException {
    octet = Distribution.built().withOwnPlugins(folder.resolve("octet"));
  }

  @Test
  void aLoaderOfMyOwn() throws Exception {
    isReadyAtOnce("loader");
    Distribution.Result info = octet.run("plugins", "info", "my-loader");
    assertThat(info.out())
        .contains("data-loader my-loader", "--data=PATH", "shape=NUMBER[,NUMBER...]", "(required)");
    assertThat(octet.run("--no-osgi", "plugins", "info", "my-loader").out())
        .contains("data-loader my-loader", "scale=NUMBER");
    assertThat(octet.run("plugins", "disable", "my-loader-1.0.0").code()).isZero();
    assertThat(octet.run("plugins", "info", "my-loader").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"engine", "metric", "algorithm", "device"})
  void anyKind(String kind) throws Exception {
    isReadyAtOnce(kind);
    assertThat(octet.run("plugins", "info", "my-" + kind).out()).contains(" my-" + kind + " 1.0.0");
  }

  /** The chapter of the README, with its own words. */
  @Test
  @Tag("full")
  void theReadmesLoaderOfTables() throws Exception {
    Path project = folder.resolve("my-tables");
    String readme = Files.readString(Distribution.built().home().resolve("README.md"));
    octet.run("plugins", "new", "my-tables", "--kind", "loader", "--output", project.toString());
    Path main = project.resolve("src/main/java/com/example/mytables/MyTablesProvider.java");
    Path test = project.resolve("src/test/java/com/example/mytables/MyTablesProviderTest.java");
    replaceLine(main, readme, "      List<Path> sorted = ", "      List<Path> sorted = ");
    replaceLine(main, readme, "        String[] words = ", "        List<String> lines = ");
    replaceLine(
        test, readme, "        Files.writeString(folder", "        Files.writeString(folder");
    Files.writeString(test, Files.readString(test).replaceAll("([01])\\.txt", "$1.csv"));
    try (MavenBuild maven = MavenBuild.offline()) {
      maven.run(project, "verify");
    }
  }

  /** Puts a block of the README in place of the line that begins like this. */
  private static void replaceLine(Path file, String readme, String begin, String block)
      throws IOException {
    int from = readme.indexOf("```java\n" + block) + "```java\n".length();
    String text = readme.substring(from, readme.indexOf("```", from));
    String source = Files.readString(file);
    int at = source.indexOf(begin);
    assertThat(at).as("'%s' in %s", begin, file).isPositive();
    int end = source.indexOf('\n', at) + 1;
    Files.writeString(file, source.substring(0, at) + text + source.substring(end));
  }

  private void isReadyAtOnce(String kind) throws Exception {
    Path project = folder.resolve("my-" + kind);
    Distribution.Result written =
        octet.run("plugins", "new", "my-" + kind, "--kind", kind, "--output", project.toString());
    assertThat(written.code()).as(written.err()).isZero();
    try (MavenBuild maven = MavenBuild.offline()) {
      maven.run(project, "verify");
    }
    try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
      assertThat(reports).as("tests were run").isNotEmpty();
    }
    Path jar = project.resolve("target/my-" + kind + "-1.0.0.jar");
    Distribution.Result installed = octet.run("plugins", "install", jar.toString());
    assertThat(installed.code()).as(installed.err()).isZero();
    assertThat(octet.run("plugins", "verify").code()).isZero();
  }
}
