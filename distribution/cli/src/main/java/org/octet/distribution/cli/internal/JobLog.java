package org.octet.distribution.cli.internal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a job says, kept in memory up to a limit. Thread-safe. */
final class JobLog extends OutputStream {
  private static final int LIMIT = 1 << 18;
  private static final String CUT =
      System.lineSeparator() + "... the log is full" + System.lineSeparator();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int b) {
    if (bytes.size() < LIMIT) {
      bytes.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] b, int offset, int length) {
    bytes.write(b, offset, Math.min(length, LIMIT - bytes.size()));
  }

  synchronized String text() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    return bytes.size() < LIMIT ? text : text + CUT;
  }
}
