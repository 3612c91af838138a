package org.octet.distribution.cli.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines of a shell, read on a thread of its own, so that a cancellation ends the waiting for
 * them. A line that ends with a backslash goes on in the next one. Used by one thread.
 */
final class ShellInput implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;
  private static final String PROMPT = "octet> ";

  private final BlockingQueue<Optional<String>> lines = new SynchronousQueue<>();
  private final Session session;
  private final boolean interactive = Boolean.getBoolean("octet.interactive");
  private final Thread reader;

  ShellInput(InputStream in, Session session) {
    this.session = session;
    reader = new Thread(() -> read(in), "octet-shell-input");
    reader.setDaemon(true);
    reader.start();
  }

  /** The next line, stripped; empty at the end of the input, or when the shell is cancelled. */
  Optional<String> next() {
    if (interactive) {
      session.err().print(PROMPT);
      session.err().flush();
    }
    try {
      while (!session.cancellation().requested()) {
        Optional<String> line = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private void read(InputStream in) {
    try {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()))) {
        StringBuilder whole = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (line.endsWith("\\")) {
            whole.append(line, 0, line.length() - 1).append(' ');
          } else {
            lines.put(Optional.of(whole.append(line).toString().strip()));
            whole.setLength(0);
          }
        }
      } catch (IOException e) {
        session.err().println("error: cannot read standard input: " + e.getMessage());
      }
      lines.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
