package org.octet.distribution.cli.internal;

import org.octet.api.algorithm.Progress;

/** Two who hear the same. */
record BothProgress(Progress first, Progress second) implements Progress {
  @Override
  public void stage(String name, long total, String unit) {
    first.stage(name, total, unit);
    second.stage(name, total, unit);
  }

  @Override
  public void advance(long done) {
    first.advance(done);
    second.advance(done);
  }

  @Override
  public void message(String text) {
    first.message(text);
    second.message(text);
  }
}
