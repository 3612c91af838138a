package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.octet.api.error.InputException;
import org.octet.core.internal.job.Complaints;

/** What is wrong with a configuration, and what it says in vain. Not thread-safe. */
final class Findings {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::place, Place.ORDER);

  private final List<Finding> complaints = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  private record Finding(Place place, String text) {
    @Override
    public String toString() {
      return place + ": " + text;
    }
  }

  void complain(Place place, String text) {
    complaints.add(new Finding(place, text));
  }

  void warn(Place place, String text) {
    warnings.add(new Finding(place, text));
  }

  /** The warnings, from top to bottom. */
  List<String> warnings() {
    return warnings.stream().sorted(ORDER).map(Finding::toString).distinct().toList();
  }

  /**
   * Ends the reading if anything is wrong.
   *
   * @throws InputException with all complaints, from top to bottom
   */
  void raise() {
    Complaints all = new Complaints();
    complaints.stream().sorted(ORDER).map(Finding::toString).distinct().forEach(all::add);
    all.raise();
  }
}
