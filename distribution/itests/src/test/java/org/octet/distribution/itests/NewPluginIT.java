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
