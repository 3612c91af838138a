package org.octet.dataloaders.text.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Lines of text; blank ones are passed over. Stateless. */
final class PlainLines {
  private PlainLines() {}

  /**
   * A line that is not blank.
   *
   * @param number from 1, blank ones counted
   * @param text without its end
   */
  record Line(int number, String text) {}

  /** The lines that are not blank. */
  static List<Line> of(String text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (Iterator<String> all = text.lines().iterator(); all.hasNext(); ) {
      number++;
      String line = all.next();
      if (!line.isBlank()) {
        lines.add(new Line(number, line));
      }
    }
    return lines;
  }

  /** One sample per line. */
  static List<Row> rows(String name, String text) {
    return of(text).stream()
        .map(l -> new Row(name + ":" + l.number(), l.text(), null, Optional.empty()))
        .toList();
  }
}
