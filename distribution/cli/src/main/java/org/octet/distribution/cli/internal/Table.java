package org.octet.distribution.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of plain text: the first column to the left, the others to the right. One thread. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final boolean rightAligned;

  private Table(boolean rightAligned) {
    this.rightAligned = rightAligned;
  }

  /** A table of numbers with these headings. */
  static Table ofNumbers(String... headings) {
    return new Table(true).row(headings);
  }

  /** A table of texts. */
  static Table ofTexts() {
    return new Table(false);
  }

  /** Adds a row. */
  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The table, one line per row. */
  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        boolean right = rightAligned && i > 0;
        line.append(i == 0 ? "  " : "   ").append(right ? padding : "");
        line.append(row.get(i)).append(right ? "" : padding);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  /** Bytes in decimal units. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? format("%.1f kB", bytes / 1e3)
        : bytes < 1_000_000_000 ? format("%.2f MB", bytes / 1e6) : format("%.2f GB", bytes / 1e9);
  }

  /** A large number in three digits. */
  static String count(long n) {
    if (n < 10_000) {
      return String.valueOf(n);
    }
    return n < 1_000_000
        ? format("%.1f thousand", n / 1e3)
        : n < 1_000_000_000 ? format("%.2f million", n / 1e6) : format("%.2f billion", n / 1e9);
  }

  /** A ratio of power; null: the signals are equal. */
  static String decibels(Double sqnr) {
    return sqnr == null ? "equal" : format("%.1f dB", sqnr);
  }

  /** A fraction in percent. */
  static String percent(double fraction) {
    return format("%.2f %%", 100 * fraction);
  }

  /** A ratio in the word that it is large in, such as {@code 3.91 x smaller}. */
  static String times(double ratio, String above, String below) {
    return ratio < 1 ? format("%.2f x %s", 1 / ratio, below) : format("%.2f x %s", ratio, above);
  }

  /** Formats numbers the same way in every country. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
