package org.octet.distribution.cli.internal;

import java.io.PrintStream;
import org.octet.api.algorithm.Progress;

/** Progress for {@code --quiet}: only what the user should know in any case. */
record WarningsOnly(PrintStream err) implements Progress {
  @Override
  public void stage(String name, long total, String unit) {
    // not shown
  }

  @Override
  public void advance(long done) {
    // not shown
  }

  @Override
  public void message(String text) {
    err.println(text);
  }
}
