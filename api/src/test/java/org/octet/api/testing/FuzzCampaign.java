package org.octet.api.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of the Jazzer fuzzer, which must be on the class path, in a process of its own: guided by
 * coverage of Octet's classes, from given seeds and a given random seed, with a limit of time for
 * each input and of memory for all.
 *
 * @param folder where seeds, findings and the log go
 * @param target class with {@code fuzzerTestOneInput}
 * @param runs number of inputs
 * @param words pieces of the format, for the fuzzer to put together, as AFL writes them: quotes and
 *     other bytes escaped
 */
public record FuzzCampaign(Path folder, Class<?> target, int runs, List<String> words) {
  private static final int SECONDS_PER_INPUT = 10;

  /** For all together the net is wide: a busy machine is no finding. */
  private static final int PATIENCE_SECONDS = 300;

  private static final int HEAP_MIB = 256;
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");

  /**
   * What came out.
   *
   * @param exit code of the process; 0: nothing found
   * @param runs inputs that were tried
   * @param log what the fuzzer said
   */
  public record Outcome(int exit, int runs, String log) {}

  /**
   * Runs to the end or to the first finding.
   *
   * @param seeds inputs to start from
   * @param properties system properties of the process
   */
  public Outcome run(Map<String, byte[]> seeds, Map<String, String> properties)
      throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    int longest = 1;
    for (var seed : seeds.entrySet()) {
      Files.write(corpus.resolve(seed.getKey()), seed.getValue());
      longest = Math.max(longest, seed.getValue().length);
    }
    Path dictionary = folder.resolve("words.dict");
    Files.write(
        dictionary, words.stream().map(w -> "\"" + w + "\"").toList(), StandardCharsets.UTF_8);
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command(corpus, dictionary, longest, properties))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS + runs / 20, TimeUnit.SECONDS)) {
        return new Outcome(-1, 0, "still running\n" + Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    // what was reached is kept beside the other results of the build
    Path kept = Files.createDirectories(Path.of("target", "fuzz"));
    Files.writeString(kept.resolve(target.getSimpleName() + "-" + runs + ".log"), text);
    Matcher done = DONE.matcher(text);
    return new Outcome(
        process.exitValue(), done.find() ? Integer.parseInt(done.group(1)) : 0, text);
  }

  private List<String> command(
      Path corpus, Path dictionary, int longest, Map<String, String> properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MIB + "m", "-XX:MaxDirectMemorySize=" + HEAP_MIB + "m"));
    command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:off", "-Xss1m"));
    if (Runtime.version().feature() >= 24) {
      command.addAll(
          List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    }
    if (Runtime.version().feature() >= 21) {
      command.add("-XX:+EnableDynamicAgentLoading");
    }
    command.add("-Djava.io.tmpdir=" + folder);
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.addAll(
        List.of(
            "--target_class=" + target.getName(),
            "--instrumentation_includes=org.octet.**",
            "--custom_hook_includes=org.octet.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-dict=" + dictionary,
            "-runs=" + runs,
            "-max_len=" + 2 * longest,
            "-seed=20260101",
            "-timeout=" + SECONDS_PER_INPUT,
            // the JVM holds the limits: the peak that libFuzzer sees includes that of our own
            // process
            "-rss_limit_mb=0",
            "-print_final_stats=1",
            corpus.toString()));
    return command;
  }
}
