package org.octet.distribution.cli.internal;

import java.io.PrintStream;
import java.util.Locale;
import org.octet.api.algorithm.Progress;

/**
 * Shows how far a command is: one line that is drawn over and over on a terminal, or a few plain
 * lines in a log. Thread-safe.
 */
abstract sealed class ProgressView implements Progress, AutoCloseable
    permits ProgressView.Bar, ProgressView.Lines {
  final PrintStream err;
  private String stage;
  private String unit = "";
  private long total;
  private long done;
  private long before;
  private long started;
  private long shown;

  private ProgressView(PrintStream err) {
    this.err = err;
  }

  /** The view that suits the stream. */
  static ProgressView on(PrintStream err, boolean terminal) {
    return terminal ? new Bar(err) : new Lines(err);
  }

  @Override
  public final synchronized void stage(String name, long amount, String unitName) {
    long now = System.nanoTime();
    if (name.equals(stage)) {
      // one line for passes that follow each other
      before += done;
    } else {
      finish();
      before = 0;
      started = now;
    }
    stage = name;
    total = amount;
    unit = unitName == null ? "" : unitName;
    done = 0;
    shown = now;
    begin(name);
  }

  @Override
  public final synchronized void advance(long amount) {
    // workers may report out of order
    done = Math.max(done, amount);
    long now = System.nanoTime();
    if (stage != null && now - shown >= interval()) {
      shown = now;
      show(stage, done, total, unit);
    }
  }

  @Override
  public final synchronized void message(String text) {
    clear();
    err.println(text);
  }

  /** Ends the last stage. */
  @Override
  public final synchronized void close() {
    finish();
    stage = null;
  }

  private void finish() {
    if (stage == null) {
      return;
    }
    clear();
    long all = before + done;
    String amount = all > 0 && !unit.isEmpty() ? all + " " + unit + " in " : "";
    err.printf(
        Locale.ROOT, "  %-26s %s%.1f s%n", stage, amount, (System.nanoTime() - started) / 1e9);
    err.flush();
  }

  /** Nanoseconds between two drawings. */
  abstract long interval();

  abstract void begin(String name);

  abstract void show(String name, long finished, long amount, String units);

  abstract void clear();

  /** For a terminal. */
  static final class Bar extends ProgressView {
    private static final int WIDTH = 30;

    Bar(PrintStream err) {
      super(err);
    }

    @Override
    long interval() {
      return 50_000_000L;
    }

    @Override
    void begin(String name) {
      draw(String.format(Locale.ROOT, "  %-26s ...", name));
    }

    @Override
    void show(String name, long finished, long amount, String units) {
      if (amount <= 0) {
        draw(String.format(Locale.ROOT, "  %-26s %d %s", name, finished, units));
        return;
      }
      int filled = (int) (WIDTH * Math.min(finished, amount) / amount);
      String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
      draw(String.format(Locale.ROOT, "  %-26s [%s] %d/%d %s", name, bar, finished, amount, units));
    }

    @Override
    void clear() {
      draw("");
    }

    /** Back to the first column, and the rest of the line erased. */
    private void draw(String text) {
      err.print("\r\u001b[K" + text);
      err.flush();
    }
  }

  /** For a log. */
  static final class Lines extends ProgressView {
    Lines(PrintStream err) {
      super(err);
    }

    @Override
    long interval() {
      return 5_000_000_000L;
    }

    @Override
    void begin(String name) {
      // the line comes when the stage is over, or after some seconds
    }

    @Override
    void show(String name, long finished, long amount, String units) {
      String of = amount > 0 ? "/" + amount : "";
      err.printf(Locale.ROOT, "  %-26s %d%s %s ...%n", name, finished, of, units);
      err.flush();
    }

    @Override
    void clear() {
      // nothing is drawn over
    }
  }
}
