package org.octet.core.internal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.OutputException;

class OutputFilesTest {
  private static final List<String> NAMES = List.of("m.bin", "m.report.json", "m.xml");

  @TempDir private Path root;

  private static void stageAll(OutputFiles files, String content) throws IOException {
    for (String name : NAMES) {
      Files.writeString(files.stage(name), content);
    }
  }

  private static List<String> content(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private void write(Path directory, String content, boolean force) throws IOException {
    try (OutputFiles files = OutputFiles.open(directory, force)) {
      stageAll(files, content);
      files.commit();
    }
  }

  @Test
  void filesAppearTogetherAndNothingElseStays() throws IOException {
    Path out = root.resolve("a/b");
    try (OutputFiles files = OutputFiles.open(out, false)) {
      stageAll(files, "1");
      assertThat(content(out)).noneMatch(NAMES::contains);
      files.commit();
    }
    assertThat(content(out)).isEqualTo(NAMES);
  }

  @Test
  void withoutCommitNothingIsLeft() throws IOException {
    try (OutputFiles files = OutputFiles.open(root.resolve("a/b"), false)) {
      stageAll(files, "1");
    }
    assertThat(content(root)).isEmpty();
  }

  @Test
  void foldersOfOthersStay() throws IOException {
    Path out = Files.createDirectories(root.resolve("mine"));
    OutputFiles.open(out, false).close();
    assertThat(out).exists();
  }

  @Test
  void existingFilesAreReplacedOnlyWithForce() throws IOException {
    write(root, "old", false);
    assertThatThrownBy(() -> write(root, "new", false))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("m.bin, m.report.json, m.xml are there already")
        .hasMessageContaining("--force");
    assertThat(root.resolve("m.xml")).hasContent("old");
    write(root, "new", true);
    for (String name : NAMES) {
      assertThat(root.resolve(name)).hasContent("new");
    }
    assertThat(content(root)).isEqualTo(NAMES);
  }

  @Test
  void failureInTheMiddlePutsTheFormerFilesBack() throws IOException {
    write(root, "old", false);
    try (OutputFiles files = OutputFiles.open(root, true)) {
      stageAll(files, "new");
      // the report's place is taken by a folder when it is its turn
      Files.delete(root.resolve("m.report.json"));
      Files.createDirectories(root.resolve("m.report.json/x"));
      assertThatThrownBy(files::commit)
          .isInstanceOf(OutputException.class)
          .hasMessageContaining("is a folder");
    }
    assertThat(root.resolve("m.xml")).hasContent("old");
    assertThat(root.resolve("m.bin")).hasContent("old");
    assertThat(content(root)).isEqualTo(NAMES);
  }

  @Test
  void lostTemporaryFileLeavesTheFormerResult() throws IOException {
    write(root, "old", false);
    try (OutputFiles files = OutputFiles.open(root, true)) {
      Path bin = files.stage("m.bin");
      Files.writeString(bin, "new");
      Files.writeString(files.stage("m.xml"), "new");
      Files.delete(bin);
      assertThatThrownBy(files::commit).isInstanceOf(OutputException.class);
    }
    assertThat(root.resolve("m.xml")).hasContent("old");
    assertThat(root.resolve("m.bin")).hasContent("old");
  }

  /** Ends without tidying up, as a process does that is killed. */
  public static final class Killed {
    private Killed() {}

    /** The folder. */
    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      try (OutputFiles files = OutputFiles.open(folder, true)) {
        stageAll(files, "new");
        Runtime.getRuntime().halt(9);
      }
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNext() throws Exception {
    write(root, "old", false);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                root.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(9);
    assertThat(content(root)).hasSize(2 * NAMES.size() + 1).containsAll(NAMES);
    assertThat(root.resolve("m.xml")).hasContent("old");
    Path mine = Files.writeString(root.resolve(".notes.tmp"), "the user's");
    try (OutputFiles alive = OutputFiles.open(root, true)) {
      Path staged = Files.writeString(alive.stage("other.bin"), "alive");
      write(root, "newer", true);
      assertThat(staged).hasContent("alive");
      assertThat(content(root)).hasSize(NAMES.size() + 3).contains(".notes.tmp");
    }
    Files.delete(mine);
    assertThat(content(root)).isEqualTo(NAMES);
    assertThat(root.resolve("m.xml")).hasContent("newer");
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");
    for (Path bad : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> OutputFiles.open(bad, false))
          .isInstanceOf(OutputException.class)
          .hasMessageContaining("output folder '" + bad + "' cannot be made");
    }
    assertThat(content(root)).containsExactly("file");
  }

  @Test
  void runsIntoOneFolderNeverMix() throws Exception {
    int runs = 8;
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      String mine = "content of " + i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  write(root, mine, true);
                } catch (IOException | RuntimeException e) {
                  failures.add(e);
                }
              },
              "output-test-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(content(root)).isEqualTo(NAMES);
    String winner = Files.readString(root.resolve("m.xml"));
    assertThat(root.resolve("m.bin")).hasContent(winner);
    assertThat(root.resolve("m.report.json")).hasContent(winner);
  }

  @Test
  void exactlyOneOfManyRunsWithoutForceWins() throws Exception {
    ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String mine = "content of " + i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  write(root, mine, false);
                } catch (OutputException e) {
                  refused.add(mine);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              "output-test-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(refused).hasSize(5);
    String winner = Files.readString(root.resolve("m.xml"));
    assertThat(refused).doesNotContain(winner);
    assertThat(root.resolve("m.bin")).hasContent(winner);
  }
}
