package org.octet.core.internal.job;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;

/** Everything that is wrong with a job, so that the user hears it all at once. Not thread-safe. */
public final class Complaints {
  private final List<String> input = new ArrayList<>();
  private final List<String> output = new ArrayList<>();

  /** Something about a key: its value, and what is allowed. */
  void add(String key, Object value, String allowed) {
    input.add(value == null ? key + ": " + allowed : key + "=" + value + ": " + allowed);
  }

  /** Something in whole words. */
  public void add(String text) {
    input.add(text);
  }

  /** Something about where results go. */
  void addOutput(String text) {
    output.add(text);
  }

  /** Where a {@code ParameterSchema} puts its complaints. */
  List<String> sink() {
    return input;
  }

  /** Whether nothing is wrong so far. */
  boolean none() {
    return input.isEmpty() && output.isEmpty();
  }

  /**
   * Ends the job if anything is wrong.
   *
   * @throws InputException when any input is wrong
   * @throws OutputException when only the place for the results is wrong
   */
  public void raise() {
    if (!input.isEmpty()) {
      List<String> all = new ArrayList<>(input);
      all.addAll(output);
      throw new InputException(text(all));
    }
    if (!output.isEmpty()) {
      throw new OutputException(text(output));
    }
  }

  private static String text(List<String> complaints) {
    if (complaints.size() == 1) {
      return complaints.get(0);
    }
    StringBuilder text = new StringBuilder(complaints.size() + " problems:");
    for (int i = 0; i < complaints.size(); i++) {
      text.append("\n").append(i + 1).append(". ").append(complaints.get(i));
    }
    return text.toString();
  }
}
