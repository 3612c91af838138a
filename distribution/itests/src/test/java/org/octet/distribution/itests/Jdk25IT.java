package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  static void find() throws IOException {
    Optional<Path> found = candidates().filter(Jdk25IT::is25).findFirst();
    assumeTrue(found.isPresent(), "no JDK 25 beside this one: name one with -Doctet.jdk25=DIR");
    jdk = found.get();
    assertThat(jdk.resolve("bin/java")).isExecutable();
  }

  /** The one that is named, the one that runs, and those installed beside it. */
  private static Stream<Path> candidates() throws IOException {
    Path here = Path.of(System.getProperty("java.home"));
    String given = System.getProperty("octet.jdk25", "");
    if (!given.isEmpty()) {
      return Stream.of(Path.of(given));
    }
    try (Stream<Path> beside = Files.list(here.getParent())) {
      return Stream.concat(Stream.of(here), beside.sorted()).toList().stream();
    }
  }

  private static boolean is25(Path home) {
    try {
      return Pattern.compile("JAVA_VERSION=\"(2[5-9]|[3-9]\\d)")
          .matcher(Files.readString(home.resolve("release")))
          .find();
    } catch (IOException e) {
      return false; // no JDK
    }
  }

  private Distribution.Result onJdk25(String... args) {
    Distribution.Result run = octet.run(Map.of("JAVA_HOME", jdk.toString()), args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
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
