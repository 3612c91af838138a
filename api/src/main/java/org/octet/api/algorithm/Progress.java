package org.octet.api.algorithm;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears how far long work is. Implementations are thread-safe and return quickly. */
@ConsumerType
public interface Progress {
  /** Hears nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void stage(String name, long total, String unit) {}

        @Override
        public void advance(long done) {}

        @Override
        public void message(String text) {}
      };

  /**
   * A stage begins; the one before is over.
   *
   * @param name such as {@code calibrate}
   * @param total amount of work; 0: not countable
   * @param unit of the amount, in the plural, such as {@code samples}
   */
  void stage(String name, long total, String unit);

  /** {@code done} of the stage's total are done. */
  void advance(long done);

  /** A line that the user should see, such as a warning. */
  void message(String text);
}
