package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Quantizations of the demo's model by processes that may end badly.
 *
 * @param octet the installation
 * @param folder everything is in here
 * @param input folder of the model as an IR, {@code demo.xml} and {@code demo.bin}
 * @param output folder of results; made by the first run
 * @param temporary the folder for temporary files of all runs
 */
record DemoRuns(Distribution octet, Path folder, Path input, Path output, Path temporary) {
  /** What a whole result is. */
  static final List<String> FILES =
      List.of("demo.bin", "demo.report.html", "demo.report.json", "demo.xml");

  /** Options of a run that is over soon, and leaves nothing for the next. */
  private static final String[] SHORT = {"--subset-size", "24", "--no-cache"};

  static DemoRuns in(Path folder) throws IOException {
    Distribution octet = Distribution.built();
    Path input = folder.resolve("input");
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Distribution.Result run =
        octet.run("convert", "--model", octet.demoModel().toString(), "--output", "" + input);
    assertThat(run.code()).as(run.err()).isZero();
    return new DemoRuns(octet, folder, input, folder.resolve("output"), temporary);
  }

  Path model() {
    return input.resolve("demo.xml");
  }

  /** The command line of a short run. */
  String[] quantize(Path model, Path to) {
    return quantize(model, to, SHORT);
  }

  String[] quantize(Path model, Path to, String... more) {
    return Arguments.of(
        List.of(more),
        "quantize",
        "--model",
        model.toString(),
        "--loader",
        "image",
        "--data",
        octet.demoPictures("calibration").toString(),
        "-L",
        "mean=127.5",
        "-L",
        "scale=127.5",
        "--force",
        "--output",
        to.toString());
  }

  /** Runs with a cache folder. */
  Map<String, String> environment(Path cache) {
    return Map.of(
        "OCTET_JAVA_OPTS", "-Doctet.cache=%s -Djava.io.tmpdir=%s".formatted(cache, temporary));
  }

  /** Runs with the cache folder of all tests. */
  Map<String, String> environment() {
    return environment(Path.of(System.getProperty("octet.cache")));
  }

  void succeed(Map<String, String> environment, String... args) {
    Distribution.Result run = octet.run(environment, args);
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** Starts a short run, and comes back when it has said a word, or has ended. */
  Process startUntil(List<String> prefix, String word, Path to) throws Exception {
    Process process = octet.start(prefix, environment(), folder, quantize(model(), to));
    while (process.isAlive() && !err().contains(word)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return process;
  }

  /** What the run has said that {@link #startUntil} has started. */
  String err() throws IOException {
    return Distribution.read(folder.resolve("err"));
  }

  static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  void assertNoTemporaryFiles() throws IOException {
    assertThat(names(temporary)).noneMatch(n -> n.startsWith("octet-"));
  }
}
