package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Same inputs, same bytes: for any number of threads, in Felix and on a class path, at the first
 * and the second import in one JVM, on Java 17 and 25, with and without statistics of earlier runs.
 */
class DeterminismIT {
  private static final Distribution BUILT = Distribution.built();
  private static final String OSGI = "";
  private static final String PLAIN = "--no-osgi";
  private static final int SAMPLES = 40;

  @TempDir private static Path common;
  private static Path reference;

  @TempDir private Path folder;

  /** What is kept of earlier runs, when a run starts. */
  private enum Cache {
    UNUSED,
    COLD,
    WARM
  }

  @BeforeAll
  static void referenceRun() throws IOException {
    reference = common.resolve("reference");
    Distribution.Result run = BUILT.run(quantize(reference, OSGI, 1, Cache.UNUSED));
    assertThat(run.code()).as(run.err()).isZero();
  }

  @BeforeEach
  void forget() throws IOException {
    Path statistics = Path.of(System.getProperty("octet.cache"), "statistics");
    if (Files.exists(statistics)) {
      Distribution.delete(statistics);
    }
  }

  @Test
  void threadsWorldsAndCacheDoNotMatter() throws IOException {
    String java = System.getProperty("java.home");
    check(java, OSGI, 3, Cache.COLD);
    check(java, OSGI, 8, Cache.WARM);
    check(java, PLAIN, 1, Cache.WARM);
    check(java, PLAIN, 2, Cache.UNUSED);
    forget();
    check(java, PLAIN, 8, Cache.COLD);
  }

  @Test
  void theOtherJavaDoesNotMatter() throws Exception {
    String java = otherJava();
    check(java, PLAIN, 2, Cache.COLD);
    check(java, OSGI, 3, Cache.WARM);
    check(java, OSGI, 8, Cache.UNUSED);
    repeat(java);
  }

  @Test
  void theSecondImportInOneJvmDoesNotMatter() throws Exception {
    repeat(System.getProperty("java.home"));
  }

  @Test
  @Tag("full")
  void everyCombination() throws IOException {
    for (String java : List.of(System.getProperty("java.home"), otherJava())) {
      for (String world : List.of(OSGI, PLAIN)) {
        for (int threads : new int[] {1, 2, 3, 8}) {
          forget();
          for (Cache cache : Cache.values()) {
            check(java, world, threads, cache);
          }
        }
      }
    }
  }

  /** A JDK 25, where there is one; skips the test where there is none. */
  private static String otherJava() {
    String given = System.getProperty("octet.test.jdk25", "");
    List<Path> found = new ArrayList<>();
    if (!given.isEmpty()) {
      found.add(Path.of(given));
    } else {
      try (Stream<Path> all = Files.list(Path.of("/usr/lib/jvm"))) {
        all.filter(p -> p.getFileName().toString().contains("25")).sorted().forEach(found::add);
      } catch (IOException e) {
        found.clear();
      }
    }
    found.removeIf(p -> !Files.isExecutable(p.resolve("bin/java")));
    Assumptions.assumeFalse(
        found.isEmpty(), "no JDK 25 in /usr/lib/jvm, and none given by -Doctet.test.jdk25");
    return found.get(0).toString();
  }

  private void check(String java, String world, int threads, Cache cache) throws IOException {
    Path output = Files.createTempDirectory(folder, "run-");
    Distribution.Result run =
        BUILT.run(Map.of("JAVA_HOME", java), quantize(output, world, threads, cache));
    assertThat(run.code()).as(run.err()).isZero();
    assertSame(output, cache);
  }

  private static void assertSame(Path output, Cache cache) throws IOException {
    String report = Distribution.read(output.resolve("demo.report.json"));
    String kept = "statistics of %d of %d samples came from the cache".formatted(SAMPLES, SAMPLES);
    assertThat(report.contains(kept)).as(report).isEqualTo(cache == Cache.WARM);
    for (String file : List.of("demo.xml", "demo.bin")) {
      assertThat(output.resolve(file)).hasSameBinaryContentAs(reference.resolve(file));
    }
  }

  private void repeat(String java) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                java + "/bin/java",
                "-Doctet.cache=" + System.getProperty("octet.cache"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                Repeat.class.getName(),
                BUILT.home().toString()));
    Cache[] caches = {Cache.UNUSED, Cache.UNUSED, Cache.COLD, Cache.WARM};
    forget();
    for (int i = 0; i < caches.length; i++) {
      command.add("--then");
      command.addAll(List.of(quantize(folder.resolve("repeat-" + i), OSGI, 1 + i, caches[i])));
    }
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(err.toFile()).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Distribution.read(err)).isZero();
    for (int i = 0; i < caches.length; i++) {
      assertSame(folder.resolve("repeat-" + i), caches[i]);
    }
  }

  private static String[] quantize(Path output, String world, int threads, Cache cache) {
    List<String> more = new ArrayList<>();
    if (!world.isEmpty()) {
      more.add(world);
    }
    if (cache == Cache.UNUSED) {
      more.add("--no-cache");
    }
    more.addAll(List.of("--threads", "" + threads, "--load-threads", "" + (1 + threads / 2)));
    return Arguments.of(
        more,
        "quantize",
        "--quiet",
        "--model",
        BUILT.demoModel().toString(),
        "--loader",
        "image",
        "--data",
        BUILT.demoPictures("calibration").toString(),
        "-L",
        "mean=127.5",
        "-L",
        "scale=127.5",
        "--subset-size",
        String.valueOf(SAMPLES),
        "--output",
        output.toString());
  }
}
