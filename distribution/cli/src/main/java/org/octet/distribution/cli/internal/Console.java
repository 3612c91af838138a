package org.octet.distribution.cli.internal;

import org.octet.api.error.InputException;

/** Where {@code octet shell} gets its language from. */
interface Console {
  /** What a plain JVM has. */
  Console NONE =
      functions -> {
        throw new InputException("octet shell needs Felix: start it without --no-osgi");
      };

  /** Understands the lines of one shell. Used by one thread. */
  interface Lines extends AutoCloseable {
    /**
     * Does what a line says.
     *
     * @throws Exception when it cannot; the message is for the user
     */
    void execute(String line) throws Exception;

    @Override
    void close();
  }

  /**
   * Opens a shell whose commands are these functions.
   *
   * @throws InputException when there is no shell
   */
  Lines open(ShellFunctions functions);
}
