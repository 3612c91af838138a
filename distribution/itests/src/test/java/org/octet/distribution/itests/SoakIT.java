package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
 * One Octet for a long time, while plugins come and go. {@code -Doctet.soak.cycles} and {@code
 * -Doctet.soak.jobs} shorten it; what it measured is in {@code target/soak.md}.
 */
@Tag("full")
class SoakIT {
  private static final int CYCLES = Integer.getInteger("octet.soak.cycles", 1000);
  private static final int JOBS = Integer.getInteger("octet.soak.jobs", 2000);
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

  @Test
  void deployUseUpdateRemove() throws IOException {
    double[] drop = new double[CYCLES];
    double[] update = new double[CYCLES];
    double[] remove = new double[CYCLES];
    StringBuilder table = new StringBuilder(Footprint.heading());
    Footprint warm = null;
    Footprint last = null;
    long begin = System.nanoTime();
    try (RunningOctet shell = start()) {
      shell.type("help");
      double ready = (System.nanoTime() - begin) / 1e9;
      table.insert(0, "start to ready: %.2f s%n%n".formatted(ready));
      for (int i = 0; i < CYCLES; i++) {
        Path first = make.plain(Variation.usual("soak", "a" + i).withNativeLibrary());
        Path second = make.plain(Variation.usual("soak", "b" + i).withNativeLibrary());
        put(first);
        drop[i] = shell.awaitWhy("soak", a -> a.contains("is there"));
        use(shell, i + 1);
        put(second);
        String described = "b" + i;
        update[i] = shell.awaitWhy("soak", a -> a.contains(described));
        Files.delete(plugins.resolve("soak.jar"));
        remove[i] = shell.awaitWhy("soak", a -> a.contains("there is no plugin"));
        if ((i + 1) % Math.max(1, CYCLES / 10) == 0) {
          last = Footprint.of(shell.pid(), temporary);
          table.append(last.row(i + 1 + " cycles"));
          warm = warm == null || i + 1 <= CYCLES * 3 / 10 ? last : warm;
        }
      }
      assertThat(shell.exit()).isZero();
    }
    record(
        "%s%nmedian of %d: drop to usable %.2f s, update %.2f s, removal %.2f s%n%n"
            .formatted(table, CYCLES, median(drop), median(update), median(remove)));
    assertThat(median(drop)).isLessThan(1);
    assertThat(median(remove)).isLessThan(1);
    // warm is what the first third of the cycles left
    assertThat(last.heap()).isLessThan(warm.heap() + 2048);
    assertThat(last.metaspace()).isLessThan(warm.metaspace() + 1024);
    assertThat(last.files()).isLessThanOrEqualTo(warm.files() + 2);
    assertThat(last.threads()).isLessThanOrEqualTo(warm.threads() + 2);
    assertThat(last.temporary()).isLessThanOrEqualTo(warm.temporary() + 2);
    assertThat(last.mapped()).isLessThan(warm.mapped() + 1024);
  }

  private void use(RunningOctet shell, int job) {
    shell.type(
        "octet:evaluate --model %s --reference %s --metric sqnr --loader soak --data . -L count=2"
            .formatted(octet.demoModel(), octet.demoModel()));
    shell.awaitOut("job " + job + " (evaluate) done");
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
    StringBuilder table = new StringBuilder(Footprint.heading());
    try (RunningOctet shell = start("-Doctet.plugins.grace=1")) {
      put(versions.get(0));
      shell.awaitWhy("soak", a -> a.contains("is there"));
      int started = 0;
      for (int round = 1; started < JOBS; round++) {
        for (int i = 0; i < AT_A_TIME && started < JOBS; i++) {
          quantize(shell, ++started);
        }
        replace(versions.get(1 + random.nextInt(versions.size() - 1)), random);
        shell.type("await");
        if (round % Math.max(1, JOBS / AT_A_TIME / 5) == 0) {
          table.append(Footprint.of(shell.pid(), temporary).row(started + " jobs"));
        }
      }
      shell.exit();
      count(shell.out(), ends);
      assertThat(shell.err()).doesNotContain("LinkageError").doesNotContain("NoClassDefFound");
    }
    record(
        "%s%n%d jobs: %d done, %d ended because their plugin was removed, %d began without it%n%n"
            .formatted(table, JOBS, ends[0], ends[1], ends[2]));
    assertThat(ends[0] + ends[1] + ends[2]).isEqualTo(JOBS);
    assertThat(ends[0]).isGreaterThan(JOBS / 2);
    assertSameResults();
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
