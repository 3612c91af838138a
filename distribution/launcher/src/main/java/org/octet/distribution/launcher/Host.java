package org.octet.distribution.launcher;

import java.util.function.ToIntFunction;

/** A started world of Octet. */
sealed interface Host extends AutoCloseable permits FelixHost, ClassPathHost {
  /**
   * The command line: takes the arguments, gives the exit code. If it is a {@link Runnable} too,
   * running it cancels what is under way.
   */
  ToIntFunction<String[]> commandLine();

  /** Stops everything and removes temporary files. */
  @Override
  void close();
}
