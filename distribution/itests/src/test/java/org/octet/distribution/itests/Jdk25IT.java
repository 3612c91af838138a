package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The installation on JDK 25 or later, which warns about much that 17 does not: nothing of it
 * reaches the user, and the results are those of the JDK that builds.
 */
class Jdk25IT {
  private static Path jdk;

  private final Distribution octet = Distribution.built();

  @BeforeAll
  static void find() {
    String given = System.getProperty("octet.jdk25", "");
    boolean here = Runtime.version().feature() >= 25;
    assumeTrue(!given.isEmpty() || here, "no JDK 25: name one with -Doctet.jdk25=DIR");
    jdk = Path.of(given.isEmpty() ? System.getProperty("java.home") : given);
    assertThat(jdk.resolve("bin/java")).isExecutable();
  }

  private Distribution.Result onJdk25(String... args) {
    Distribution.Result run = octet.run(Map.of("JAVA_HOME", jdk.toString()), args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  @Test
  void isReally25() throws Exception {
    assertThat(Files.readString(jdk.resolve("release")))
        .containsPattern("JAVA_VERSION=\"(2[5-9]|[3-9]\\d)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "plugins list",
        "--no-osgi plugins list",
        "help quantize",
        "--no-osgi --version"
      })
  void startsWithoutAWord(String command) {
    Distribution.Result run = onJdk25(command.split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isNotBlank();
  }

  @Test
  void quantizesWithoutAWordAndToTheSameBytes(@TempDir Path folder) {
    Distribution.Result before = octet.run(quantize(folder.resolve("here"), List.of()));
    assertThat(before.code()).as(before.err()).isZero();
    for (List<String> world : List.of(List.<String>of(), List.of("--no-osgi"))) {
      Path output = folder.resolve("25" + String.join("", world));
      assertThat(onJdk25(quantize(output, world)).err()).isEmpty();
      for (String file : List.of("demo.xml", "demo.bin")) {
        assertThat(output.resolve(file))
            .hasSameBinaryContentAs(folder.resolve("here").resolve(file));
      }
    }
  }

  private String[] quantize(Path output, List<String> more) {
    return Arguments.of(
        more,
        "quantize",
        "--quiet",
        "--model",
        octet.demoModel().toString(),
        "--loader",
        "image",
        "--data",
        octet.demoPictures("calibration").toString(),
        "--subset-size",
        "20",
        "--output",
        output.toString());
  }
}
