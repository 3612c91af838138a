package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.octet.distribution.itests.DemoRuns.names;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays when a run is killed or cancelled, and what the next one makes of it. */
class CrashIT {
  private static final long SEED = 7;

  @TempDir private Path folder;
  private DemoRuns runs;

  @BeforeEach
  void prepare() throws IOException {
    runs = DemoRuns.in(folder);
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
    Path model = runs.octet().demoModel();
    Path reference = folder.resolve("reference");
    long start = System.nanoTime();
    runs.succeed(runs.environment(), runs.quantize(model, reference));
    long nanos = System.nanoTime() - start;
    byte[] before = Files.readAllBytes(model);
    Random random = new Random(SEED);
    for (int i = 0; i < times; i++) {
      Path log = Files.createTempDirectory(folder, "log-");
      Process process =
          runs.octet()
              .start(List.of(), runs.environment(), log, runs.quantize(model, runs.output()));
      process.waitFor((long) (random.nextDouble() * nanos), TimeUnit.NANOSECONDS);
      kill(process);
      assertWhole(reference);
    }
    assertThat(Files.readAllBytes(model)).isEqualTo(before);
    assertNextIsTidy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quantizing", "load", "calibrate", "BiasCorrection"})
  void killedAfterAStage(String stage) throws Exception {
    Path reference = folder.resolve("reference");
    runs.succeed(runs.environment(), runs.quantize(runs.model(), reference));
    List<byte[]> before = inputs();
    kill(runs.startUntil(List.of(), stage, runs.output()));
    assertWhole(reference);
    assertThat(inputs()).usingElementComparator(Arrays::compare).isEqualTo(before);
    assertNextIsTidy();
  }

  private List<byte[]> inputs() throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (String name : names(runs.input())) {
      all.add(Files.readAllBytes(runs.input().resolve(name)));
    }
    return all;
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Where there is a model, it and its weights are those of a run that was not killed. */
  private void assertWhole(Path reference) throws IOException {
    if (names(runs.output()).contains("demo.xml")) {
      assertSameModel(reference);
    }
  }

  private void assertSameModel(Path reference) {
    for (String file : List.of("demo.xml", "demo.bin")) {
      assertThat(runs.output().resolve(file)).hasSameBinaryContentAs(reference.resolve(file));
    }
  }

  private void assertNextIsTidy() throws IOException {
    runs.succeed(runs.environment(), runs.quantize(runs.model(), runs.output()));
    assertThat(names(runs.output())).isEqualTo(DemoRuns.FILES);
    runs.assertNoTemporaryFiles();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalCancels(String signal) throws Exception {
    // a shell that runs the build in the background may have told its children to ignore it
    List<String> listening = List.of("env", "--default-signal=" + signal);
    Process process = runs.startUntil(listening, "quantizing", runs.output());
    assertThat(process.isAlive()).as(runs.err()).isTrue();
    // the script has become the JVM: its process id is the JVM's
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(runs.err()).contains("error: cancelled");
    assertThat(runs.output()).doesNotExist();
    runs.assertNoTemporaryFiles();
  }

  @Test
  void whatAKilledRunHasMeasuredIsNotMeasuredAgain() throws Exception {
    int samples = 120;
    String[] slowly = {"--threads", "1", "--load-threads", "1", "--subset-size", "" + samples};
    Path whole = ownCache("whole");
    Path reference = folder.resolve("reference");
    runs.succeed(runs.environment(whole), runs.quantize(runs.model(), reference, slowly));
    long nineTenths = statistics(whole) * 9 / 10;

    Map<String, String> environment = runs.environment(ownCache("killed"));
    Process process =
        runs.octet()
            .start(
                List.of(), environment, folder, runs.quantize(runs.model(), runs.output(), slowly));
    while (process.isAlive() && statistics(folder.resolve("killed")) < nineTenths) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    kill(process);

    runs.succeed(environment, runs.quantize(runs.model(), runs.output(), slowly));
    // of the file's nine tenths, a little is its header
    assertThat(samplesFromTheCache()).isBetween(samples * 9 / 10 - 1, samples);
    assertSameModel(reference);
  }

  /** A cache folder without statistics, but with the libraries that are unpacked already. */
  private Path ownCache(String name) throws IOException {
    Path cache = Files.createDirectories(folder.resolve(name));
    Path common = Path.of(System.getProperty("octet.cache"));
    for (String each : names(common)) {
      if (!each.equals("statistics")) {
        Files.createSymbolicLink(cache.resolve(each), common.resolve(each));
      }
    }
    return cache;
  }

  /** Bytes of statistics that are kept. */
  private static long statistics(Path cache) throws IOException {
    Path kept = cache.resolve("statistics");
    long bytes = 0;
    for (String name : names(kept)) {
      bytes += name.startsWith(".") ? 0 : Files.size(kept.resolve(name));
    }
    return bytes;
  }

  private int samplesFromTheCache() throws IOException {
    JsonNode report =
        new ObjectMapper().readTree(runs.output().resolve("demo.report.json").toFile());
    Matcher note =
        Pattern.compile("statistics of (\\d+) of 120 samples").matcher(report.toString());
    assertThat(note.find()).as(report.toString()).isTrue();
    return Integer.parseInt(note.group(1));
  }
}
