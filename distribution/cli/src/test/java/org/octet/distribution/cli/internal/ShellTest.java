package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;

class ShellTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Cancellation cancellation = new Cancellation();
  private final List<String> done = new ArrayList<>();

  private final Session session =
      new Session(
          () -> {
            throw new IllegalStateException("no job needs Octet");
          },
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(out, true, StandardCharsets.UTF_8),
          false,
          cancellation,
          Console.NONE,
          Progress.NONE);

  /** Remembers lines; the line {@code bad} cannot be done. */
  private final Console.Lines lines =
      new Console.Lines() {
        @Override
        public void execute(String line) throws Exception {
          done.add(line);
          if (line.equals("bad")) {
            throw new IllegalArgumentException("Command not found: bad");
          }
        }

        @Override
        public void close() {
          // nothing is open
        }
      };

  private String run(InputStream in) {
    try (ShellInput input = new ShellInput(in, session);
        ShellJobs jobs = new ShellJobs(session)) {
      new Shell(session, lines, input, jobs).run();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private String run(String text) {
    return run(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void linesAreDoneUntilTheExit() {
    run("# comment\n\n  plugins \nquantize --model a \\\n  --output b\nexit\nnever\n");
    assertThat(done).containsExactly("plugins", "quantize --model a    --output b");
  }

  @Test
  void theEndOfTheInputIsAnExit() {
    run("plugins");
    assertThat(done).containsExactly("plugins");
  }

  @Test
  void aLineThatCannotBeDoneStopsNothing() {
    assertThat(run("bad\nplugins\n"))
        .isEqualTo("error: Command not found: bad; 'octet:help' shows the commands\n");
    assertThat(done).containsExactly("bad", "plugins");
  }

  @Test
  void aCancellationEndsTheWaitForALine() throws Exception {
    try (PipedOutputStream silent = new PipedOutputStream();
        InputStream in = new PipedInputStream(silent)) {
      cancellation.cancel();
      run(in);
      assertThat(done).isEmpty();
    }
  }

  @Test
  void jobsHaveLogsOfTheirOwnAndTheirEndIsTold() {
    try (ShellJobs jobs = new ShellJobs(session)) {
      jobs.start("quantize", new String[] {"--no-such-option"});
      jobs.start("evaluate", new String[] {"--neither"});
      jobs.await();
      assertThat(jobs.get(1).log()).contains("--no-such-option").doesNotContain("--neither");
      assertThat(jobs.get(2).log()).contains("--neither");
      assertThat(jobs.exitCode()).isEqualTo(2);
      assertThat(jobs.table()).contains("failed with exit code 2").contains("evaluate --neither");
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("job 1 (quantize) started")
        .contains("job 1 (quantize) failed with exit code 2: Unknown option: '--no-such-option'");
  }

  @Test
  void aLogHasALimit() {
    JobLog log = new JobLog();
    byte[] line = "x".repeat(9999).concat("\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      log.write(line, 0, line.length);
    }
    assertThat(log.text()).hasSizeLessThan(300_000).contains("... the log is full");
  }
}
