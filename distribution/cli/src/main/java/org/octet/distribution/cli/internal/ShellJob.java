package org.octet.distribution.cli.internal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.ObjIntConsumer;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;

/** A command on a thread of its own, with its own progress, cancellation and log. Thread-safe. */
final class ShellJob {
  private static final int CANCELLED = 130;

  private final int id;
  private final String[] line;
  private final Session session;
  private final JobLog log = new JobLog();
  private final Stage stage = new Stage();
  private final ObjIntConsumer<ShellJob> onEnd;
  private final CountDownLatch end = new CountDownLatch(1);
  private final long started = System.nanoTime();
  private volatile String state = "running";

  /** How far the job is: its last stage. */
  private static final class Stage implements Progress {
    private String name = "";
    private String unit = "";
    private long total;
    private long done;

    @Override
    public synchronized void stage(String stage, long amount, String unitName) {
      name = stage;
      unit = unitName == null ? "" : unitName;
      total = amount;
      done = 0;
    }

    @Override
    public synchronized void advance(long amount) {
      done = Math.max(done, amount);
    }

    @Override
    public void message(String text) {
      // is in the log
    }

    synchronized String text() {
      return total > 0 ? "%s %d/%d %s".formatted(name, done, total, unit) : name;
    }
  }

  /**
   * @param onEnd hears the exit code, on the job's thread
   */
  ShellJob(int id, Session shell, String[] line, ObjIntConsumer<ShellJob> onEnd) {
    this.id = id;
    this.line = line.clone();
    this.onEnd = onEnd;
    Cancellation own = shell.cancellation().child();
    PrintStream stream = new PrintStream(log, true, StandardCharsets.UTF_8);
    this.session = new Session(shell.octet(), stream, stream, false, own, Console.NONE, stage);
  }

  void start() {
    Thread thread = new Thread(this::run, "octet-job-" + id);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    int code = 70;
    try {
      code = Commands.execute(session, line);
    } catch (RuntimeException | Error e) {
      e.printStackTrace(session.err());
    } finally {
      double seconds = (System.nanoTime() - started) / 1e9;
      state =
          code == 0
              ? String.format(Locale.ROOT, "done in %.1f s", seconds)
              : code == CANCELLED ? "cancelled" : "failed with exit code " + code;
      onEnd.accept(this, code);
      end.countDown();
    }
  }

  int id() {
    return id;
  }

  String command() {
    return String.join(" ", line);
  }

  String title() {
    return "job " + id + " (" + line[0] + ")";
  }

  String state() {
    return state;
  }

  boolean ended() {
    return end.getCount() == 0;
  }

  String progress() {
    return stage.text();
  }

  String log() {
    return log.text();
  }

  /** The errors, for the line that tells of the end; nothing when there are none. */
  String lastWords() {
    int at = log.text().indexOf("error: ");
    return at < 0 ? "" : ": " + log.text().substring(at + "error: ".length()).strip();
  }

  void cancel() {
    session.cancellation().cancel();
  }

  void await() {
    boolean interrupted = false;
    while (true) {
      try {
        end.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
