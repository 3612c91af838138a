package org.octet.core.internal.report;

import java.util.Locale;

/** Numbers as people read them, the same in every country. */
final class Words {
  private static final double[] DECIBELS = {40, 30, 20, 10};
  private static final String[] FIDELITY = {
    "practically identical", "very close", "close", "visibly different", "far off"
  };

  private Words() {}

  /** Formats numbers the same way in every country. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Bytes in decimal units. */
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    if (bytes < 1_000_000) {
      return format("%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000 ? format("%.2f MB", bytes / 1e6) : format("%.2f GB", bytes / 1e9);
  }

  /** A duration in seconds, or minutes. */
  static String seconds(double seconds) {
    if (seconds < 0.0995) {
      return format("%.0f ms", seconds * 1e3);
    }
    if (seconds < 99.5) {
      return format(seconds < 9.95 ? "%.2f s" : "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole / 60 + " min " + whole % 60 + " s";
  }

  /** A value in three significant digits. */
  static String value(double value) {
    if (!Double.isFinite(value)) {
      return "not finite";
    }
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size < 1e-3 || size >= 1e5) {
      return format("%.2e", value);
    }
    int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(size)));
    return format("%." + digits + "f", value);
  }

  /** A share in percent; what is not nothing never looks like nothing. */
  static String percent(double share) {
    double percent = 100 * share;
    if (percent > 0 && percent < 0.01) {
      return "< 0.01 %";
    }
    return percent == 0 || percent == 100
        ? format("%.0f %%", percent)
        : format(percent < 10 ? "%.2f %%" : "%.1f %%", percent);
  }

  /** What a ratio of signal to noise in dB means for an output; null: the outputs are equal. */
  static String fidelity(Double sqnr) {
    if (sqnr == null) {
      return "equal";
    }
    int i = 0;
    while (i < DECIBELS.length && sqnr < DECIBELS[i]) {
      i++;
    }
    return FIDELITY[i];
  }

  /** How good a ratio in dB is: {@code good}, {@code warn} or {@code bad}. */
  static String grade(Double sqnr) {
    if (sqnr == null || sqnr >= DECIBELS[2]) {
      return "good";
    }
    return sqnr >= DECIBELS[3] ? "warn" : "bad";
  }

  /** The noise's effective value in parts of the signal's. */
  static double deviation(double sqnr) {
    return Math.pow(10, -sqnr / 20);
  }
}
