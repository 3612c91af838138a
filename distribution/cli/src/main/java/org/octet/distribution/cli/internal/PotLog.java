package org.octet.distribution.cli.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.OutputException;
import org.octet.distribution.cli.internal.PotOptions.Level;

/**
 * POT's log: lines {@code LEVEL:logger:message} in {@code log.txt} and on the console. Thread-safe.
 *
 * @param file the file
 * @param console standard output; null: a bar is shown there instead
 * @param level what is written
 */
record PotLog(PrintStream file, PrintStream console, Level level) implements AutoCloseable {
  private static final String LOGGER = "openvino.tools.pot.";

  /**
   * Makes the folder and starts its log.
   *
   * @throws OutputException when it cannot be written
   */
  static PotLog in(Path folder, PrintStream console, Level level) {
    try {
      Files.createDirectories(folder);
      PrintStream file =
          new PrintStream(
              Files.newOutputStream(folder.resolve("log.txt")), true, StandardCharsets.UTF_8);
      return new PotLog(file, console, level);
    } catch (IOException e) {
      throw new OutputException("the output folder '" + folder + "' cannot be written: " + e, e);
    }
  }

  /**
   * Writes a line.
   *
   * @param logger part of POT that says it there
   */
  synchronized void log(Level of, String logger, String message) {
    if (of.compareTo(level) > 0) {
      return;
    }
    String line = of + ":" + LOGGER + logger + ":" + message;
    file.println(line);
    if (console != null) {
      console.println(line);
    }
  }

  void info(String logger, String message) {
    log(Level.INFO, logger, message);
  }

  @Override
  public void close() {
    file.close();
  }

  /** Writes what a command does as POT says it, and passes it on. */
  Progress progress(Progress next) {
    return new Logged(this, next);
  }

  private record Logged(PotLog log, Progress next) implements Progress {
    @Override
    public void stage(String name, long total, String unit) {
      if (name.equals("calibrate")) {
        log.info("statistics.collector", "Start computing statistics");
      } else if (Character.isUpperCase(name.charAt(0))) {
        log.info("pipeline.pipeline", "Start algorithm: " + name);
      } else {
        log.log(Level.DEBUG, "app.run", name);
      }
      next.stage(name, total, unit);
    }

    @Override
    public void advance(long done) {
      next.advance(done);
    }

    @Override
    public void message(String text) {
      log.log(Level.WARNING, "app.run", text);
    }
  }
}
