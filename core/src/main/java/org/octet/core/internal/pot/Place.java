package org.octet.core.internal.pot;

import java.util.Comparator;

/**
 * Where something stands in a text.
 *
 * @param source name of the file, or of what else it is
 * @param line from 1; 0: nothing is known
 * @param column from 1; 0: nothing is known
 */
record Place(String source, int line, int column) {
  /** What does not come from a file. */
  static final Place COMMAND_LINE = new Place("command line", 0, 0);

  /** By file, from top to bottom. */
  static final Comparator<Place> ORDER =
      Comparator.comparing(Place::source)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  @Override
  public String toString() {
    return line == 0 ? source : "%s:%d:%d".formatted(source, line, column);
  }
}
