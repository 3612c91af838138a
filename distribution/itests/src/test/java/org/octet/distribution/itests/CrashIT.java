package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays when a run is killed, the disk is full, or a file changes under it. */
class CrashIT {
  private static final Distribution BUILT = Distribution.built();
  private static final List<String> FILES =
      List.of("demo.bin", "demo.report.html", "demo.report.json", "demo.xml");
  private static final long SEED = 7;

  @TempDir private Path folder;
  private Path input;
  private Path output;
  private Path temporary;
  private Map<String, String> environment;

  @BeforeEach
  void prepare() throws IOException {
    input = folder.resolve("input");
    output = folder.resolve("output");
    temporary = Files.createDirectories(folder.resolve("tmp"));
    environment =
        Map.of(
            "OCTET_JAVA_OPTS",
            "-Doctet.cache=%s -Djava.io.tmpdir=%s"
                .formatted(System.getProperty("octet.cache"), temporary));
    Distribution.Result run =
        BUILT.run("convert", "--model", BUILT.demoModel().toString(), "--output", "" + input);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private String[] quantize(Path model, Path to, String... more) {
    return Arguments.of(
        List.of(more),
        "quantize",
        "--model",
        model.toString(),
        "--loader",
        "image",
        "--data",
        BUILT.demoPictures("calibration").toString(),
        "-L",
        "mean=127.5",
        "-L",
        "scale=127.5",
        "--subset-size",
        "24",
        "--force",
        "--no-cache",
        "--output",
        to.toString());
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void killedAtRandomMoments() throws Exception {
    killed(6);
  }

  @Test
  @Tag("full")
  void killedAtFiftyRandomMoments() throws Exception {
    killed(50);
  }

  private void killed(int times) throws Exception {
    Path reference = folder.resolve("reference");
    long start = System.nanoTime();
    run(BUILT.demoModel(), reference);
    long nanos = System.nanoTime() - start;
    byte[] model = Files.readAllBytes(BUILT.demoModel());
    Random random = new Random(SEED);
    for (int i = 0; i < times; i++) {
      Path log = Files.createTempDirectory(folder, "log-");
      Process process =
          BUILT.start(List.of(), environment, log, quantize(BUILT.demoModel(), output));
      process.waitFor((long) (random.nextDouble() * nanos), TimeUnit.NANOSECONDS);
      kill(process);
      assertWhole(reference);
    }
    assertThat(Files.readAllBytes(BUILT.demoModel())).isEqualTo(model);
    assertNextIsTidy(reference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"quantizing", "load", "calibrate", "FastBiasCorrection"})
  void killedAfterAStage(String stage) throws Exception {
    Path reference = folder.resolve("reference");
    run(input.resolve("demo.xml"), reference);
    List<byte[]> before = inputs();
    Process process = startUntil(stage);
    kill(process);
    assertWhole(reference);
    assertThat(inputs()).usingElementComparator(Arrays::compare).isEqualTo(before);
    assertNextIsTidy(reference);
  }

  private List<byte[]> inputs() throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (String name : names(input)) {
      all.add(Files.readAllBytes(input.resolve(name)));
    }
    return all;
  }

  /** Starts a run, and comes back when it has said that it is at a stage, or it has ended. */
  private Process startUntil(String stage) throws Exception {
    Process process =
        BUILT.start(List.of(), environment, folder, quantize(input.resolve("demo.xml"), output));
    Path err = folder.resolve("err");
    while (process.isAlive() && !Distribution.read(err).contains(stage)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return process;
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private void run(Path model, Path to) {
    Distribution.Result run = BUILT.run(environment, quantize(model, to));
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** Where there is a model, it and its weights are those of a run that was not killed. */
  private void assertWhole(Path reference) throws IOException {
    if (names(output).contains("demo.xml")) {
      for (String file : List.of("demo.xml", "demo.bin")) {
        assertThat(output.resolve(file)).hasSameBinaryContentAs(reference.resolve(file));
      }
    }
  }

  private void assertNextIsTidy(Path reference) throws IOException {
    run(BUILT.demoModel(), output);
    assertThat(names(output)).isEqualTo(FILES);
    assertThat(names(temporary)).noneMatch(n -> n.startsWith("octet-"));
    assertThat(reference).isDirectory();
  }

  @Test
  void aFullDiskLeavesNothing() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    // enough for anything but the weights
    Assumptions.assumeTrue(
        done("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk.toString()),
        "this user may not mount a small file system");
    try {
      Path to = disk.resolve("output");
      Distribution.Result run = BUILT.run(environment, quantize(input.resolve("demo.xml"), to));
      assertThat(run.code()).as(run.err()).isEqualTo(74);
      assertThat(run.err()).contains("error: ").contains("No space left").doesNotContain("\tat ");
      assertThat(names(disk)).isEmpty();
    } finally {
      assertThat(done("umount", disk.toString())).isTrue();
    }
  }

  private static boolean done(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aModelThatChangesIsRefused() throws Exception {
    Process process = startUntil("load");
    try (FileChannel weights =
        FileChannel.open(input.resolve("demo.bin"), StandardOpenOption.WRITE)) {
      weights.truncate(1000);
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String err = Distribution.read(folder.resolve("err"));
    assertThat(process.exitValue()).as(err).isEqualTo(2);
    assertThat(err).contains("demo.bin' changed while it was read").doesNotContain("\tat ");
    assertThat(output).doesNotExist();
  }
}
