package org.octet.distribution.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a JVM holds, after a full collection.
 *
 * @param heap KiB of the heap in use
 * @param metaspace KiB of metaspace in use
 * @param files open file descriptors
 * @param threads threads
 * @param temporary files and folders in its folder for temporary files
 * @param mapped KiB of mapped files
 */
record Footprint(long heap, long metaspace, long files, long threads, long temporary, long mapped) {
  private static final Pattern HEAP =
      Pattern.compile("(?:generation|heap) +total \\d+K, used (\\d+)K");
  private static final Pattern METASPACE = Pattern.compile("Metaspace +used (\\d+)K");

  static Footprint of(long pid, Path temporary) {
    try {
      jcmd(pid, "GC.run");
      // the collection before lets class loaders go, this one what they held
      jcmd(pid, "GC.run");
      String info = jcmd(pid, "GC.heap_info");
      Path proc = Path.of("/proc", String.valueOf(pid));
      return new Footprint(
          sum(HEAP, info),
          sum(METASPACE, info),
          count(proc.resolve("fd")),
          count(proc.resolve("task")),
          countAll(temporary),
          mapped(proc));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the threads of Octet do. */
  static String threads(long pid) {
    try {
      return Stream.of(jcmd(pid, "Thread.print").split("\n\n"))
          .filter(t -> t.contains("org.octet."))
          .collect(Collectors.joining("\n"));
    } catch (IOException | IllegalStateException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd", String.valueOf(pid), command)
            .redirectErrorStream(true)
            .start();
    String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IllegalStateException("jcmd: " + out);
    }
    return out;
  }

  private static long sum(Pattern pattern, String text) {
    Matcher m = pattern.matcher(text);
    long sum = 0;
    while (m.find()) {
      sum += Long.parseLong(m.group(1));
    }
    if (sum == 0) {
      throw new IllegalStateException(pattern + " is not in " + text);
    }
    return sum;
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static long countAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.count();
    }
  }

  private static long mapped(Path proc) throws IOException {
    long bytes = 0;
    for (String line : Files.readAllLines(proc.resolve("maps"))) {
      if (line.contains(" /")) {
        String[] range = line.split(" ")[0].split("-");
        bytes += Long.parseLong(range[1], 16) - Long.parseLong(range[0], 16);
      }
    }
    return bytes >> 10;
  }

  static String heading() {
    return "| after | heap MB | metaspace MB | file descriptors | threads | temporary files | mapped files MB |\n"
        + "|---|---|---|---|---|---|---|\n";
  }

  String row(String after) {
    return "| %s | %.1f | %.1f | %d | %d | %d | %.1f |%n"
        .formatted(
            after, heap / 1024.0, metaspace / 1024.0, files, threads, temporary, mapped / 1024.0);
  }
}
