package org.octet.algorithms.pot.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.octet.api.error.InputException;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/**
 * Operations that an algorithm leaves alone.
 *
 * @param names friendly names
 * @param types operation types
 */
record Ignored(List<String> names, List<String> types) {
  private static final String NAMES = "ignoredNames";
  private static final String TYPES = "ignoredTypes";

  /** The parameters that say it. */
  static List<Parameter> parameters() {
    return List.of(
        Parameter.strings(NAMES, "friendly names of operations to leave alone"),
        Parameter.strings(TYPES, "types of operations to leave alone"));
  }

  static Ignored of(Parameters p) {
    return new Ignored(
        p.has(NAMES) ? p.strings(NAMES) : List.of(), p.has(TYPES) ? p.strings(TYPES) : List.of());
  }

  /**
   * Whether an operation is not to be left alone.
   *
   * @param op one of a model that was checked
   */
  boolean takes(Operation op) {
    return !names.contains(op.name()) && !types.contains(op.type());
  }

  /**
   * Complains about what matches nothing.
   *
   * @throws InputException with the nearest names
   */
  void check(OptimizedModel models) {
    Set<String> thereNames = new HashSet<>();
    Set<String> thereTypes = new HashSet<>();
    models
        .models()
        .values()
        .forEach(
            model ->
                model
                    .operations()
                    .forEach(
                        op -> {
                          thereNames.add(op.name());
                          thereTypes.add(op.type());
                        }));
    check("ignored-names", names, thereNames);
    check("ignored-types", types, thereTypes);
  }

  private static void check(String key, List<String> wanted, Set<String> there) {
    for (String each : wanted) {
      if (!there.contains(each)) {
        throw new InputException(
            "%s: the model has no '%s'%s"
                .formatted(
                    key,
                    each,
                    ParameterSchema.nearest(each, there.stream().sorted().toList())
                        .map(n -> "; did you mean '" + n + "'?")
                        .orElse("")));
      }
    }
  }
}
