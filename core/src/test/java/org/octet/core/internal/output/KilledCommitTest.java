package org.octet.core.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed before its n-th change of the file system, for every n: what is there
 * then, and what the next start makes of it.
 */
class KilledCommitTest {
  private static final List<String> NAMES =
      List.of("m.bin", "m.report.json", "m.report.html", "m.xml");
  private static final int KILLED = 9;

  @TempDir private Path root;

  /** Writes new files over those that are there, and is killed on the way. */
  public static final class Killed {
    private Killed() {}

    /** The folder, the kind of change that counts, or {@code any}, and how many are survived. */
    public static void main(String[] args) throws IOException {
      AtomicInteger left = new AtomicInteger(Integer.parseInt(args[2]));
      WatchedFiles files =
          new WatchedFiles(
              change -> {
                boolean counts = args[1].equals("any") || args[1].equals(change);
                if (counts && left.getAndDecrement() == 0) {
                  Runtime.getRuntime().halt(KILLED);
                }
              });
      write(files.watch(Path.of(args[0])), "new");
    }
  }

  private static void write(Path folder, String content) throws IOException {
    try (OutputFiles files = OutputFiles.open(folder, true)) {
      for (String name : NAMES) {
        Files.writeString(files.stage(name), content);
      }
      files.commit();
    }
  }

  private static int exitCode(Path folder, String change, int survived) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Killed.class.getName(),
            folder.toString(),
            change,
            String.valueOf(survived))
        .inheritIO()
        .start()
        .waitFor();
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void betweenTheRenames() throws Exception {
    // the former files go aside, then the new ones take their names
    assertThat(killedBefore("move")).isEqualTo(2 * NAMES.size());
  }

  @Test
  void betweenTheRenamesOfTheFirstResult() throws Exception {
    for (int survived = 0; survived < NAMES.size(); survived++) {
      Path folder = Files.createDirectory(root.resolve("first-" + survived));
      // nothing is there to go aside: those renames fail, which takes no time between two
      assertThat(exitCode(folder, "move", NAMES.size() + survived)).isEqualTo(KILLED);
      assertThat(folder.resolve("m.xml")).doesNotExist();
      OutputFiles.open(folder, true).close();
      assertThat(names(folder)).isEqualTo(new TreeSet<>(NAMES.subList(0, survived)));
    }
  }

  @Test
  @Tag("full")
  void beforeAnyChange() throws Exception {
    assertThat(killedBefore("any")).isGreaterThan(4 * NAMES.size());
  }

  /** Answers how many changes there are. */
  private int killedBefore(String change) throws Exception {
    for (int survived = 0; ; survived++) {
      Path folder = Files.createDirectory(root.resolve(change + "-" + survived));
      write(folder, "old");
      int code = exitCode(folder, change, survived);
      assertWholeIfThere(folder);
      OutputFiles.open(folder, true).close();
      assertThat(names(folder)).as("%s %d", change, survived).isEqualTo(new TreeSet<>(NAMES));
      assertWholeIfThere(folder);
      if (code == 0) {
        assertThat(folder.resolve("m.xml")).hasContent("new");
        return survived;
      }
      assertThat(code).isEqualTo(KILLED);
    }
  }

  /** The model file is there with the others that belong to it, or is not there. */
  private static void assertWholeIfThere(Path folder) throws IOException {
    Path model = folder.resolve("m.xml");
    if (Files.exists(model)) {
      String content = Files.readString(model);
      assertThat(NAMES).allSatisfy(name -> assertThat(folder.resolve(name)).hasContent(content));
    }
  }
}
