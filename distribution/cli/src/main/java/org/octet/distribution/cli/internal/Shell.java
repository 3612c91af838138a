package org.octet.distribution.cli.internal;

import java.util.Optional;
import java.util.Set;

/** Reads lines and has them done. Used by one thread. */
final class Shell {
  private static final Set<String> EXIT = Set.of("exit", "quit");

  private final Session session;
  private final Console.Lines lines;
  private final ShellInput input;
  private final ShellJobs jobs;

  Shell(Session session, Console.Lines lines, ShellInput input, ShellJobs jobs) {
    this.session = session;
    this.lines = lines;
    this.input = input;
    this.jobs = jobs;
  }

  /**
   * Goes on until {@code exit}, the end of the input, or a cancellation; then waits for the jobs.
   */
  void run() {
    for (Optional<String> line = input.next();
        line.isPresent() && !EXIT.contains(line.get());
        line = input.next()) {
      execute(line.get());
      session.out().flush();
    }
    jobs.await();
  }

  private void execute(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    try {
      lines.execute(line);
    } catch (Exception e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      session.err().println("error: " + message + "; 'octet:help' shows the commands");
    }
  }
}
