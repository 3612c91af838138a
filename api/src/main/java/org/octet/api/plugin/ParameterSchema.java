package org.octet.api.plugin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The parameters a plugin takes. Immutable.
 *
 * @param parameters in the order of the help text
 */
public record ParameterSchema(List<Parameter> parameters) {
  /** No parameters. */
  public static final ParameterSchema NONE = new ParameterSchema(List.of());

  /** Copies the list. */
  public ParameterSchema {
    parameters = List.copyOf(parameters);
  }

  /** A schema of these parameters. */
  public static ParameterSchema of(Parameter... parameters) {
    return new ParameterSchema(List.of(parameters));
  }

  /** The parameter with this key, in camelCase or kebab-case. */
  public Optional<Parameter> find(String key) {
    String name = camel(key);
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /**
   * Checks values and fills in defaults.
   *
   * @param raw values by key, in camelCase or kebab-case
   * @param where prefix of every complaint, such as {@code data loader image}
   * @param complaints takes one text per problem: key, value, and what is allowed
   * @return the parameters; complete only if nothing was added to {@code complaints}
   */
  public Parameters check(Map<String, ?> raw, String where, List<String> complaints) {
    Map<String, Object> values = new LinkedHashMap<>();
    raw.forEach(
        (key, value) ->
            find(key)
                .ifPresentOrElse(
                    p -> put(values, p, value, where, complaints),
                    () -> complaints.add(unknown(where, key))));
    for (Parameter p : parameters) {
      if (values.containsKey(p.name())) {
        continue;
      }
      if (p.defaultValue() != null) {
        put(values, p, p.defaultValue(), where, complaints);
      } else if (p.required() && raw.keySet().stream().noneMatch(k -> camel(k).equals(p.name()))) {
        complaints.add("%s: '%s' is missing: %s".formatted(where, p.kebabName(), p.description()));
      }
    }
    return new Parameters(values);
  }

  private static void put(
      Map<String, Object> values, Parameter p, Object raw, String where, List<String> complaints) {
    if (p.kind() == Parameter.Kind.OBJECTS) {
      objects(p, raw, where + ": " + p.kebabName(), complaints)
          .ifPresent(list -> values.put(p.name(), list));
      return;
    }
    try {
      values.put(p.name(), Values.parse(p, raw));
    } catch (IllegalArgumentException e) {
      complaints.add("%s: %s=%s: %s".formatted(where, p.kebabName(), raw, e.getMessage()));
    }
  }

  private static Optional<List<Parameters>> objects(
      Parameter p, Object raw, String where, List<String> complaints) {
    if (!(raw instanceof Collection<?> list && list.stream().allMatch(Map.class::isInstance))) {
      complaints.add("%s=%s: must be a JSON list of objects".formatted(where, raw));
      return Optional.empty();
    }
    ParameterSchema each = new ParameterSchema(p.items());
    List<Parameters> objects = new ArrayList<>();
    for (Object item : list) {
      Map<String, Object> values = new TreeMap<>();
      ((Map<?, ?>) item).forEach((key, value) -> values.put(String.valueOf(key), value));
      objects.add(each.check(values, where + "[" + objects.size() + "]", complaints));
    }
    return Optional.of(List.copyOf(objects));
  }

  private String unknown(String where, String key) {
    List<String> names = parameters.stream().map(Parameter::kebabName).toList();
    return "%s: unknown key '%s'%s; it takes %s"
        .formatted(
            where,
            key,
            nearest(kebab(key), names).map(n -> " (did you mean '" + n + "'?)").orElse(""),
            names.isEmpty() ? "no parameters" : String.join(", ", names));
  }

  /** {@code on-error} to {@code onError}. */
  public static String camel(String key) {
    StringBuilder name = new StringBuilder();
    for (String part : key.split("-")) {
      name.append(
          name.isEmpty() || part.isEmpty()
              ? part
              : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return name.toString();
  }

  /** {@code onError} to {@code on-error}. */
  public static String kebab(String name) {
    return name.chars()
        .mapToObj(
            c -> Character.isUpperCase(c) ? "-" + (char) Character.toLowerCase(c) : "" + (char) c)
        .collect(Collectors.joining());
  }

  /**
   * The nearest of some names by edit distance, for "did you mean"; empty when none is near (more
   * than a third of the letters, and more than two, would have to change).
   */
  public static Optional<String> nearest(String wanted, List<String> names) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    List<String> near = new ArrayList<>();
    int best = Math.max(2, wanted.length() / 3);
    for (String name : names) {
      int d = distance(lower, name.toLowerCase(Locale.ROOT));
      if (d < best || d == best && near.isEmpty()) {
        best = d;
        near.clear();
        near.add(name);
      }
    }
    return near.stream().findFirst();
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
