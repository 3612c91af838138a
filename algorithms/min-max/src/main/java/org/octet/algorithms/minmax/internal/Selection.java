package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.octet.api.error.InputException;
import org.octet.api.model.Operation;
import org.octet.api.plugin.ParameterSchema;

/** A way to say which operations are meant. Its text names it in reports. */
sealed interface Selection
    permits Selection.ByName, Selection.ByPattern, TypeSelection, SubGraphSelection {
  /** Names that a complaint lists. */
  int NEAREST = 3;

  /** The selected ones among the operations of a model. */
  List<Operation> select(List<Operation> operations);

  /** Why nothing is selected among the operations of all models, and what is near. */
  String complaint(List<Operation> operations);

  /**
   * Reads a selection.
   *
   * @param key the parameter
   * @throws InputException when the text is malformed
   */
  static Selection of(String key, String text) {
    return switch (key) {
      case "ignoredNames" -> new ByName(text);
      case "ignoredTypes" -> TypeSelection.of(text);
      case "ignoredPatterns" -> new ByPattern(compile(text));
      case "ignoredSubgraphs" -> SubGraphSelection.of(text);
      default -> throw new IllegalArgumentException(key);
    };
  }

  private static Pattern compile(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new InputException(
          "ignored-patterns: '%s' is not a regular expression: %s"
              .formatted(text, e.getDescription()),
          e);
    }
  }

  /** Up to three of the names that are near, as a question; empty when none is. */
  static String nearest(String wanted, Stream<String> names) {
    List<String> left = new ArrayList<>(names.distinct().toList());
    List<String> near = new ArrayList<>();
    while (near.size() < NEAREST) {
      String found = ParameterSchema.nearest(wanted, left).orElse(null);
      if (found == null) {
        break;
      }
      near.add(found);
      left.remove(found);
    }
    left.stream()
        .filter(name -> name.contains(wanted))
        .limit(NEAREST - near.size())
        .forEach(near::add);
    return near.isEmpty()
        ? ""
        : near.stream().collect(Collectors.joining("', '", "; did you mean '", "'?"));
  }

  /**
   * One operation.
   *
   * @param name its friendly name
   */
  record ByName(String name) implements Selection {
    @Override
    public List<Operation> select(List<Operation> operations) {
      return operations.stream().filter(op -> op.name().equals(name)).toList();
    }

    @Override
    public String complaint(List<Operation> operations) {
      return "ignored-names: the model has no '"
          + name
          + "'"
          + nearest(name, operations.stream().map(Operation::name));
    }

    @Override
    public String toString() {
      return "name";
    }
  }

  /**
   * Operations by their friendly names.
   *
   * @param pattern matches whole names
   */
  record ByPattern(Pattern pattern) implements Selection {
    @Override
    public List<Operation> select(List<Operation> operations) {
      return operations.stream().filter(op -> pattern.matcher(op.name()).matches()).toList();
    }

    @Override
    public String complaint(List<Operation> operations) {
      return "ignored-patterns: '%s' matches no operation name; it must match a whole name, such as"
              .formatted(pattern)
          + " '.*%s.*'".formatted(pattern)
          + nearest(pattern.pattern(), operations.stream().map(Operation::name));
    }

    @Override
    public String toString() {
      return "pattern " + pattern;
    }
  }
}
