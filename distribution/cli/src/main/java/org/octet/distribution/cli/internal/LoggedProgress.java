package org.octet.distribution.cli.internal;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.octet.api.algorithm.Progress;

/**
 * Writes stages and messages to a log, with the time, and passes everything on. Thread-safe.
 *
 * @param next hears the same
 * @param log the log
 * @param what goes before the names of stages, may be empty
 */
record LoggedProgress(Progress next, PrintStream log, String what) implements Progress {
  @Override
  public void stage(String name, long total, String unit) {
    String full = what.isEmpty() ? name : what + " " + name;
    write(total > 0 ? full + ": " + total + " " + unit : full);
    next.stage(full, total, unit);
  }

  /** The same for something else. */
  LoggedProgress of(String other) {
    return new LoggedProgress(next, log, other);
  }

  @Override
  public void advance(long done) {
    next.advance(done);
  }

  @Override
  public void message(String text) {
    write(text);
    next.message(text);
  }

  private void write(String text) {
    log.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
  }
}
