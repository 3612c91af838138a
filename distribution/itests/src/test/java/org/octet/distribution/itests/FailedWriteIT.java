package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.octet.distribution.itests.DemoRuns.names;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays, and what is said, when the disk is full, a folder read-only, or a file changes. */
class FailedWriteIT {
  private static final int OUTPUT = 74;
  private static final int BLOCK = 512;

  @TempDir private Path folder;
  private DemoRuns runs;

  @BeforeEach
  void prepare() throws IOException {
    runs = DemoRuns.in(folder);
  }

  private Distribution.Result fail(
      List<String> prefix, Map<String, String> environment, String... args) {
    Distribution.Result run = runs.octet().run(prefix, environment, args);
    assertThat(run.code()).as(run.err()).isEqualTo(OUTPUT);
    assertThat(run.err()).contains("error: ").doesNotContain("\tat ");
    return run;
  }

  /** No file of the process may become larger. */
  private static List<String> limited(long bytes) {
    return List.of("sh", "-c", "ulimit -f " + bytes / BLOCK + " && exec \"$@\"", "sh");
  }

  @Test
  void aFullDiskLeavesNothing() throws Exception {
    // enough for anything but the weights
    Path disk = mounted("size=200k");
    try {
      Path to = disk.resolve("output");
      Distribution.Result run =
          fail(List.of(), runs.environment(), runs.quantize(runs.model(), to));
      assertThat(run.err()).contains("No space left");
      assertThat(names(disk)).isEmpty();
    } finally {
      assertThat(done("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aResultOverTheLimitOfFileSizesLeavesNothing() throws Exception {
    Path reference = folder.resolve("reference");
    runs.succeed(runs.environment(), runs.quantize(runs.model(), reference));
    List<String> prefix = limited(Files.size(reference.resolve("demo.bin")) - BLOCK);
    Distribution.Result run =
        fail(prefix, runs.environment(), runs.quantize(runs.model(), runs.output()));
    assertThat(run.err()).contains("demo.bin").contains("File too large");
    assertThat(runs.output()).doesNotExist();

    // a result that is there stays as it is
    fail(prefix, runs.environment(), runs.quantize(runs.model(), reference));
    assertThat(names(reference)).isEqualTo(DemoRuns.FILES);
    runs.assertNoTemporaryFiles();
  }

  @Test
  void librariesThatCannotBeUnpackedAreNamedWithTheirFolder() throws Exception {
    Path cache = folder.resolve("cache");
    String[] convert = {
      "convert",
      "--model",
      runs.octet().demoModel().toString(),
      "--output",
      runs.output().toString()
    };
    Distribution.Result run = fail(limited(500_000), runs.environment(cache), convert);
    assertThat(run.err())
        .contains("'" + cache.resolve("natives") + "'")
        .contains("MB free there")
        .contains("-Doctet.cache=DIR");
    assertThat(names(cache.resolve("natives"))).allMatch(name -> name.endsWith(".lock"));
    assertThat(runs.output()).doesNotExist();
    runs.succeed(runs.environment(cache), convert);
  }

  @Test
  void aReadOnlyFolderStaysAsItIs() throws Exception {
    Path disk = folder.resolve("disk");
    Files.createDirectories(disk);
    boolean mounted = false;
    if (!disk.toFile().setWritable(false) || Files.isWritable(disk)) {
      mounted = true; // the superuser may write anywhere but here
      mounted("ro");
    }
    try {
      for (Path to : List.of(disk, disk.resolve("output"))) {
        Distribution.Result run =
            fail(List.of(), runs.environment(), runs.quantize(runs.model(), to));
        assertThat(run.err()).contains("output=" + to).contains("cannot be written");
      }
      assertThat(names(disk)).isEmpty();
    } finally {
      assertThat(!mounted || done("umount", disk.toString())).isTrue();
      assertThat(disk.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aFolderThatBecomesReadOnlyStaysAsItIs() throws Exception {
    Path disk = mounted("size=10m");
    try {
      Process process = runs.startUntil(List.of(), "load", disk.resolve("output"));
      assertThat(done("mount", "-o", "remount,ro", disk.toString())).isTrue();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(runs.err()).isEqualTo(OUTPUT);
      assertThat(runs.err()).contains("Read-only file system").doesNotContain("\tat ");
      assertThat(names(disk)).isEmpty();
    } finally {
      assertThat(done("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aFolderForTemporaryFilesThatIsNotThereIsNamed() {
    Path none = folder.resolve("none");
    Map<String, String> environment = Map.of("OCTET_JAVA_OPTS", "-Djava.io.tmpdir=" + none);
    Distribution.Result run = fail(List.of(), environment, "--version");
    assertThat(run.err()).contains("'" + none + "'").contains("-Djava.io.tmpdir=DIR");
  }

  @Test
  void aFullFolderForTemporaryFilesIsNamed() throws Exception {
    Path disk = mounted("size=4k");
    try {
      Map<String, String> environment = Map.of("OCTET_JAVA_OPTS", "-Djava.io.tmpdir=" + disk);
      Distribution.Result run = fail(List.of(), environment, "--version");
      assertThat(run.err()).contains("'" + disk + "'").contains("No space left");
      assertThat(names(disk)).isEmpty();
    } finally {
      assertThat(done("umount", disk.toString())).isTrue();
    }
  }

  /** A small file system of its own; skips the test where this user may not have one. */
  private Path mounted(String options) throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Assumptions.assumeTrue(
        done("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()),
        "this user may not mount a small file system");
    return disk;
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
    Process process = runs.startUntil(List.of(), "load", runs.output());
    try (FileChannel weights =
        FileChannel.open(runs.input().resolve("demo.bin"), StandardOpenOption.WRITE)) {
      weights.truncate(1000);
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(runs.err()).isEqualTo(2);
    assertThat(runs.err()).contains("demo.bin' changed while it was read").doesNotContain("\tat ");
    assertThat(runs.output()).doesNotExist();
  }
}
