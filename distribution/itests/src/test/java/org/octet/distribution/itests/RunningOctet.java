package org.octet.distribution.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** {@code octet shell} as a process, and somebody who types. Used by one thread. */
final class RunningOctet implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path folder;
  private final Process process;
  private final PrintStream in;
  private int marks;

  RunningOctet(Distribution octet, Path folder, String... options) throws IOException {
    this.folder = Files.createDirectories(folder);
    Map<String, String> environment =
        Map.of(
            "OCTET_JAVA_OPTS",
            "-Doctet.cache=" + System.getProperty("octet.cache") + " " + String.join(" ", options));
    process = octet.startTyped(environment, folder, "shell");
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /** Has a line done; returns what it printed, and what jobs printed meanwhile. */
  String type(String line) {
    String mark = "mark-" + ++marks;
    long before = length();
    in.println(line);
    in.println("why " + mark);
    await(() -> read("out", before).contains("'" + mark + "'"));
    String text = read("out", before);
    return text.substring(0, text.indexOf("there is no plugin and no jar '" + mark + "'"));
  }

  /** Asks why a name is not there until the answer suits; returns the seconds that it took. */
  double awaitWhy(String name, Predicate<String> suits) {
    return awaitAnswer("why " + name, suits);
  }

  /** Types a line until the answer suits; returns the seconds that it took. */
  double awaitAnswer(String line, Predicate<String> suits) {
    long start = System.nanoTime();
    await(() -> suits.test(type(line)) || pause());
    return (System.nanoTime() - start) / 1e9;
  }

  /** Asking is work, too: it must not keep Octet from what is waited for. */
  private static boolean pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
    return false;
  }

  /** Waits until something has been printed; returns all that was. */
  String awaitOut(String text) {
    await(() -> out().contains(text));
    return out();
  }

  private long length() {
    return folder.resolve("out").toFile().length();
  }

  String out() {
    return read("out", 0);
  }

  String err() {
    return read("err", 0);
  }

  private String read(String file, long from) {
    try (InputStream text = Files.newInputStream(folder.resolve(file))) {
      text.skipNBytes(from);
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void await(java.util.function.BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS || !process.isAlive()) {
        throw new IllegalStateException("in vain; it said:" + said());
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private String said() {
    String text = "\n" + out() + "\n" + err();
    return text.substring(Math.max(0, text.length() - 2000)) + "\n" + Footprint.threads(pid());
  }

  /** Ends it; returns the exit code. */
  int exit() {
    in.println("exit");
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it does not end; it said:" + said());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
