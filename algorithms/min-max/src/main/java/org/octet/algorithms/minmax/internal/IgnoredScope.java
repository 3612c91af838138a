package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.plugin.ParameterSchema;

/**
 * What the user wants left in float.
 *
 * @param names friendly names
 * @param types operation types
 * @param patterns regular expressions for whole friendly names
 */
record IgnoredScope(List<String> names, List<String> types, List<String> patterns) {
  IgnoredScope {
    names = List.copyOf(names);
    types = List.copyOf(types);
    patterns = List.copyOf(patterns);
  }

  /** Why an operation is ignored, empty when it is not. */
  Optional<String> match(Operation op) {
    if (names.contains(op.name())) {
      return Optional.of("name");
    }
    if (types.contains(op.type())) {
      return Optional.of("type " + op.type());
    }
    return compiled().stream()
        .filter(p -> p.matcher(op.name()).matches())
        .map(p -> "pattern " + p)
        .findFirst();
  }

  /**
   * Checks that every entry matches an operation of one of the models.
   *
   * @throws InputException with every entry that matches nothing, and the nearest name
   */
  void check(List<Model> models) {
    List<Operation> operations =
        models.stream()
            .flatMap(m -> m.operations().stream())
            .filter(op -> !op.isConstant())
            .toList();
    List<String> complaints = new ArrayList<>();
    missing("ignored-names", names, operations.stream().map(Operation::name), complaints);
    missing("ignored-types", types, operations.stream().map(Operation::type), complaints);
    for (Pattern pattern : compiled()) {
      if (operations.stream().noneMatch(op -> pattern.matcher(op.name()).matches())) {
        complaints.add(
            "ignored-patterns: '%s' matches no operation name; it must match a whole name, such as"
                    .formatted(pattern)
                + " '.*%s.*'".formatted(pattern));
      }
    }
    if (!complaints.isEmpty()) {
      throw new InputException(String.join("; ", complaints));
    }
  }

  private static void missing(
      String key, List<String> wanted, Stream<String> present, List<String> complaints) {
    List<String> known = present.distinct().toList();
    for (String entry : wanted) {
      if (!known.contains(entry)) {
        String nearest =
            ParameterSchema.nearest(entry, known)
                .map(n -> "; did you mean '" + n + "'?")
                .orElse("");
        complaints.add(key + ": the model has no '" + entry + "'" + nearest);
      }
    }
  }

  private List<Pattern> compiled() {
    return patterns.stream().map(IgnoredScope::compile).toList();
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
}
