package org.octet.distribution.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.octet.api.error.InputException;

/** The jobs of a shell. Thread-safe. */
final class ShellJobs implements AutoCloseable {
  /** Jobs that have ended are forgotten from here on, the first ones first. */
  private static final int KEPT = 100;

  private final Session session;
  private final List<ShellJob> jobs = new ArrayList<>();
  private int count;
  private int exitCode;

  ShellJobs(Session session) {
    this.session = session;
  }

  /** Starts a command on a thread of its own. */
  synchronized void start(String command, String[] args) {
    String[] line = Stream.concat(Stream.of(command), Stream.of(args)).toArray(String[]::new);
    ShellJob job = new ShellJob(++count, session, line, this::ended);
    jobs.stream()
        .filter(ShellJob::ended)
        .findFirst()
        .filter(j -> jobs.size() >= KEPT)
        .ifPresent(jobs::remove);
    jobs.add(job);
    session.out().println(job.title() + " started");
    job.start();
  }

  private synchronized void ended(ShellJob job, int code) {
    if (exitCode == 0) {
      exitCode = code;
    }
    session.out().println(job.title() + " " + job.state() + job.lastWords());
    session.out().flush();
  }

  /**
   * A job.
   *
   * @throws InputException when there is none of this number
   */
  synchronized ShellJob get(int id) {
    return jobs.stream()
        .filter(j -> j.id() == id)
        .findFirst()
        .orElseThrow(() -> new InputException("there is no job " + id));
  }

  /** The jobs, one a line. */
  synchronized String table() {
    Table table = Table.ofTexts();
    jobs.forEach(j -> table.row(String.valueOf(j.id()), j.state(), j.progress(), j.command()));
    return jobs.isEmpty() ? "there are no jobs" + System.lineSeparator() : table.toString();
  }

  private synchronized List<ShellJob> all() {
    return List.copyOf(jobs);
  }

  /** Waits until all have ended; a cancellation of the shell ends them. */
  void await() {
    all().forEach(ShellJob::await);
  }

  /** The exit code of the first job that failed; 0: none did. */
  synchronized int exitCode() {
    return exitCode;
  }

  /** Ends what still runs. */
  @Override
  public void close() {
    all().forEach(ShellJob::cancel);
    await();
  }
}
