package org.octet.distribution.launcher;

import java.io.IOException;

/** The installation cannot be started; the message says what to do. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int BROKEN_INSTALLATION = 70;
  private static final int OUTPUT = 74;

  private final int exitCode;

  StartException(String message) {
    this(message, null, BROKEN_INSTALLATION);
  }

  StartException(String message, Throwable cause) {
    this(message, cause, BROKEN_INSTALLATION);
  }

  private StartException(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The folder for temporary files is full, or cannot be written. */
  static StartException temporary(IOException cause) {
    return new StartException(
        "cannot write to the folder for temporary files '%s': %s; make room there, or name another with OCTET_JAVA_OPTS=-Djava.io.tmpdir=DIR, or run with --no-osgi, which needs none to start"
            .formatted(System.getProperty("java.io.tmpdir"), cause),
        cause,
        OUTPUT);
  }

  /** The exit code of the process: 70, or 74 when something cannot be written. */
  int exitCode() {
    return exitCode;
  }
}
