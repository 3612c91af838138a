package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.distribution.itests.TestPlugins.Variation;

/**
 * One Octet for a long time, while plugins come and go. {@code -Doctet.soak.cycles}, {@code
 * -Doctet.soak.engine} and {@code -Doctet.soak.jobs} shorten it; what it measured is in {@code
 * target/soak.md}.
 */
@Tag("full")
class SoakIT {
  private static final int CYCLES = Integer.getInteger("octet.soak.cycles", 1000);
  private static final int JOBS = Integer.getInteger("octet.soak.jobs", 2000);
  private static final int ENGINE_CYCLES = Integer.getInteger("octet.soak.engine", 30);
  private static final int AT_A_TIME = 4;
  private static final Pattern ENDED =
      Pattern.compile("job (\\d+) \\(\\w+\\) (done|failed with exit code (\\d+)|cancelled)(.*)");

  @TempDir Path folder;
  private Distribution octet;
  private TestPlugins make;
  private Path plugins;
  private Path temporary;

  @BeforeEach
  void prepare() throws IOException {
    octet = Distribution.built().withOwnPlugins(folder.resolve("octet"));
    plugins = octet.home().resolve("plugins");
    make = new TestPlugins(Files.createDirectories(folder.resolve("made")));
    temporary = Files.createDirectories(folder.resolve("tmp"));
  }

  private RunningOctet start(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Djava.io.tmpdir=" + temporary);
    return new RunningOctet(octet, folder.resolve("run"), all.toArray(String[]::new));
  }

  private void put(Path jar) throws IOException {
    TestPlugins.put(jar, plugins, "soak.jar");
  }

  private static void record(String text) throws IOException {
    Path file = Path.of("target", "soak.md");
    Files.writeString(
        file,
        text,
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }

  /** The example plugin with one loader more, which has a native library. */
  @Test
  void deployUseUpdateRemove() throws Exception {
    Path example = ExamplePlugin.build(folder.resolve("example"));
    Path first = make.plain(Variation.usual("soak", "first").withNativeLibrary(), example);
    Path second = make.plain(Variation.usual("soak", "second").withNativeLibrary(), example);
    double[] drop = new double[CYCLES];
    double[] update = new double[CYCLES];
    double[] remove = new double[CYCLES];
    Watch watch = new Watch(CYCLES, 10);
    long begin = System.nanoTime();
    try (RunningOctet shell = start()) {
      shell.type("help");
      record("%nstart to ready: %.2f s%n%n".formatted((System.nanoTime() - begin) / 1e9));
      record(Footprint.heading());
      for (int i = 0; i < CYCLES; i++) {
        put(build(first, i));
        drop[i] = shell.awaitWhy("soak", a -> allAreThere(a) && a.contains("is there: first"));
        use(shell, i + 1);
        put(build(second, i));
        update[i] = shell.awaitWhy("soak", a -> allAreThere(a) && a.contains("is there: second"));
        Files.delete(plugins.resolve("soak.jar"));
        remove[i] = shell.awaitWhy("soak", a -> a.contains("there is no plugin"));
        watch.look(shell, i + 1, "cycles");
      }
      assertThat(shell.exit()).isZero();
      assertThat(shell.err()).doesNotContain("LinkageError").doesNotContain("NoClassDefFound");
    }
    record(
        "%nmedian of %d: drop to usable %.2f s, update %.2f s, removal %.2f s%n%n"
            .formatted(CYCLES, median(drop), median(update), median(remove)));
    assertThat(median(drop)).isLessThan(1);
    assertThat(median(remove)).isLessThan(1);
    watch.assertFlat(1024);
  }

  /** A copy of a jar that has other bytes, as each build has. */
  private Path build(Path jar, int number) throws IOException {
    Path copy = Files.copy(jar, folder.resolve("build.jar"));
    try (FileSystem zip = FileSystems.newFileSystem(copy)) {
      Files.writeString(zip.getPath("build.txt"), String.valueOf(number));
    }
    return copy;
  }

  /** The loader and the example's five. */
  private static boolean allAreThere(String answer) {
    return Pattern.compile("of soak\\.jar .*is there").matcher(answer).results().count() == 6;
  }

  private void use(RunningOctet shell, int job) {
    shell.type(
        "octet:evaluate --model %s --metric top-score --loader soak --data . -L count=2"
            .formatted(octet.demoModel()));
    shell.awaitOut("job " + job + " (evaluate) done");
  }

  /** The runtime with its natives, as a jar that comes and goes. */
  @Test
  void theEngineIsReloaded() throws IOException {
    octet = octet.without(folder.resolve("bare"), "octet-engines-openvino-");
    plugins = octet.home().resolve("plugins");
    Path engine =
        Distribution.built().bundles().stream()
            .filter(b -> b.getFileName().toString().startsWith("octet-engines-openvino-"))
            .findAny()
            .orElseThrow();
    Watch watch = new Watch(ENGINE_CYCLES, 6);
    record("%n".formatted() + Footprint.heading());
    try (RunningOctet shell = start()) {
      for (int i = 0; i < ENGINE_CYCLES; i++) {
        for (int update = 1; update <= 2; update++) {
          String version = "7.%d.%d".formatted(i, update);
          Path jar = Files.copy(engine, folder.resolve(version));
          Distribution.rewrite(jar, "Bundle-Version", ".+", version);
          put(jar);
          shell.awaitWhy("openvino", a -> a.contains(version + " is there"));
          shell.type(
              "octet:evaluate --model %s --reference %s --metric sqnr --loader synthetic --subset-size 2"
                  .formatted(octet.demoModel(), octet.demoModel()));
          shell.awaitOut("job " + (2 * i + update) + " (evaluate) done");
        }
        Files.delete(plugins.resolve("soak.jar"));
        shell.awaitWhy("openvino", a -> a.contains("there is no plugin"));
        watch.look(shell, i + 1, "cycles, each with 2 loads of the engine");
      }
      assertThat(shell.exit()).isZero();
      assertThat(shell.err()).doesNotContain("LinkageError").doesNotContain("NoClassDefFound");
    }
    watch.assertFlat(watch.between() * 2 * 512);
  }

  /** Looks at what a process holds now and then. */
  private final class Watch {
    private final int all;
    private final int every;
    private int warmAt;
    private int lastAt;
    private Footprint warm;
    private Footprint last;

    Watch(int all, int looks) {
      this.all = all;
      this.every = Math.max(1, all / looks);
    }

    void look(RunningOctet shell, int done, String what) throws IOException {
      if (done % every != 0) {
        return;
      }
      last = Footprint.of(shell.pid(), temporary);
      lastAt = done;
      record(last.row(done + " " + what));
      // what the first third left
      if (warm == null || done <= all * 3 / 10) {
        warm = last;
        warmAt = done;
      }
    }

    int between() {
      return lastAt - warmAt;
    }

    /**
     * @param mapped KiB of mapped files that may have come
     */
    void assertFlat(long mapped) {
      assertThat(last.heap()).isLessThan(warm.heap() + 2048);
      assertThat(last.metaspace()).isLessThan(warm.metaspace() + 1024);
      assertThat(last.files()).isLessThanOrEqualTo(warm.files() + 2);
      assertThat(last.threads()).isLessThanOrEqualTo(warm.threads() + 2);
      assertThat(last.temporary()).isLessThanOrEqualTo(warm.temporary() + 2);
      assertThat(last.mapped()).isLessThanOrEqualTo(warm.mapped() + mapped);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Test
  void jobsWhilePluginsAreReplacedAtRandom() throws IOException {
    Random random = new Random(7);
    List<Path> versions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      versions.add(make.plain(Variation.usual("soak", "version " + i)));
    }
    int[] ends = new int[3];
    Watch watch = new Watch(JOBS, 10);
    record("%n".formatted() + Footprint.heading());
    try (RunningOctet shell = start("-Doctet.plugins.grace=1")) {
      put(versions.get(0));
      shell.awaitWhy("soak", a -> a.contains("is there"));
      int started = 0;
      while (started < JOBS) {
        for (int i = 0; i < AT_A_TIME && started < JOBS; i++) {
          quantize(shell, ++started);
        }
        replace(versions.get(1 + random.nextInt(versions.size() - 1)), random);
        shell.type("await");
        watch.look(shell, started, "jobs");
      }
      shell.exit();
      count(shell.out(), ends);
      assertThat(shell.err()).doesNotContain("LinkageError").doesNotContain("NoClassDefFound");
    }
    record(
        "%n%d jobs: %d done, %d ended because their plugin was removed, %d began without it%n%n"
            .formatted(JOBS, ends[0], ends[1], ends[2]));
    assertThat(ends[0] + ends[1] + ends[2]).isEqualTo(JOBS);
    assertThat(ends[0]).isGreaterThan(JOBS / 2);
    assertSameResults();
    watch.assertFlat(1024);
  }

  private void quantize(RunningOctet shell, int job) {
    shell.type(
        "octet:quantize --model %s --loader soak --data . -L count=2 -L delay=50 --threads 1 --output %s --name demo"
            .formatted(octet.demoModel(), folder.resolve("out/" + job)));
  }

  /** Replaces the plugin at some moment of the jobs, or takes it away and brings another. */
  private void replace(Path version, Random random) throws IOException {
    pause(random.nextInt(1500));
    if (random.nextInt(4) == 0) {
      Files.delete(plugins.resolve("soak.jar"));
      pause(random.nextInt(2500));
    }
    Path copy = Files.createTempFile(folder, "soak", ".jar");
    Files.copy(version, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    put(copy);
    pause(400);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void count(String out, int[] ends) {
    Matcher m = ENDED.matcher(out);
    while (m.find()) {
      if (m.group(2).equals("done")) {
        ends[0]++;
      } else if (m.group(4).contains("was removed while the job used it")) {
        ends[1]++;
      } else if (m.group(4).contains("unknown data loader 'soak'")) {
        ends[2]++;
      } else {
        throw new AssertionError("no defined end: " + m.group());
      }
    }
  }

  /** All versions give the same samples, so all results have the same bytes. */
  private void assertSameResults() throws IOException {
    Path first = null;
    for (int job = 1; job <= JOBS; job++) {
      Path output = folder.resolve("out/" + job);
      if (!Files.exists(output.resolve("demo.xml"))) {
        continue;
      }
      first = first == null ? output : first;
      for (String file : List.of("demo.xml", "demo.bin")) {
        assertThat(output.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
      }
    }
    assertThat(first).isNotNull();
  }
}
