package org.octet.core.internal.pot;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.octet.api.plugin.ParameterSchema;

/**
 * An object of a configuration that is being read. A key is known once it was asked for; {@link
 * #end} complains about the others. As in Python, null is as good as absent. Not thread-safe.
 */
final class PotObject {
  private final PotNode node;
  private final String path;
  private final Findings findings;
  private final TreeSet<String> known = new TreeSet<>();

  /**
   * @param node an object; anything else is complained about, and read as an empty one
   * @param path keys from the root, for messages; empty: this is the root
   * @param findings takes complaints and warnings
   */
  PotObject(PotNode node, String path, Findings findings) {
    this.path = path;
    this.findings = findings;
    boolean object = node.value() instanceof PotNode.Fields;
    this.node = object ? node : new PotNode(node.place(), new PotNode.Fields(Map.of()));
    if (!object) {
      findings.complain(node.place(), "%s=%s: must be an object {...}".formatted(path, node));
    }
  }

  private Map<String, PotNode> fields() {
    return ((PotNode.Fields) node.value()).byKey();
  }

  /** The value of a key, if it is there and not null. */
  Optional<PotNode> find(String key) {
    known.add(key);
    return Optional.ofNullable(fields().get(key)).filter(child -> child.value() != null);
  }

  boolean has(String key) {
    return find(key).isPresent();
  }

  /** Where a key stands, else this object. */
  Place place(String key) {
    PotNode child = fields().get(key);
    return child == null ? node.place() : child.place();
  }

  /** The keys from the root. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void complain(String key, String problem) {
    PotNode child = fields().get(key);
    String value = child == null || child.value() == null ? "" : "=" + child;
    findings.complain(place(key), path(key) + value + ": " + problem);
  }

  void warn(String key, String remark) {
    findings.warn(place(key), path(key) + ": " + remark);
  }

  Findings findings() {
    return findings;
  }

  Optional<String> text(String key) {
    return typed(key, "a text", v -> v instanceof String text ? text : null);
  }

  /** A text or a whole number, which YAML does not tell apart without quotes. */
  Optional<String> word(String key) {
    return typed(
        key, "a text", v -> v instanceof String || v instanceof Long ? v.toString() : null);
  }

  Optional<Boolean> bool(String key) {
    return typed(key, "true or false", v -> v instanceof Boolean b ? b : null);
  }

  Optional<Double> number(String key) {
    return typed(
        key,
        "a number",
        v ->
            v instanceof Double d
                ? d
                : v instanceof Long l
                    ? Double.valueOf(l)
                    : v instanceof String s ? scientific(s) : null);
  }

  /** YAML 1.1 takes 1e-4 for a text. */
  private static Double scientific(String text) {
    return text.matches("[+-]?\\d+(\\.\\d*)?[eE][+-]?\\d+") ? Double.valueOf(text) : null;
  }

  /** A whole number. */
  Optional<Integer> integer(String key, int min) {
    Optional<Integer> given =
        typed(
            key,
            "a whole number",
            v ->
                v instanceof Long l && l >= Integer.MIN_VALUE && l <= Integer.MAX_VALUE
                    ? l.intValue()
                    : null);
    if (given.isPresent() && given.get() < min) {
      complain(key, "must be at least " + min);
      return Optional.empty();
    }
    return given;
  }

  /** One of some texts. */
  Optional<String> choice(String key, List<String> allowed) {
    Optional<String> given = text(key);
    if (given.isPresent() && !allowed.contains(given.get())) {
      complain(
          key,
          "must be one of %s%s"
              .formatted(String.join(", ", allowed), nearest(given.get(), allowed)));
      return Optional.empty();
    }
    return given;
  }

  /** A path, made absolute from the current folder. */
  Optional<Path> file(String key) {
    return text(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(Path.of(text).toAbsolutePath().normalize());
              } catch (InvalidPathException e) {
                complain(key, "is not a path: " + e.getReason());
                return Optional.empty();
              }
            });
  }

  Optional<PotObject> object(String key) {
    return find(key).map(child -> new PotObject(child, path(key), findings));
  }

  /** A list of objects; empty: the key is not there. */
  List<PotObject> objects(String key) {
    List<PotObject> objects = new ArrayList<>();
    for (PotNode item : items(key)) {
      objects.add(new PotObject(item, "%s[%d]".formatted(path(key), objects.size()), findings));
    }
    return objects;
  }

  /** The elements of a list; empty: the key is not there. */
  List<PotNode> items(String key) {
    return typed(key, "a list [...]", v -> v instanceof PotNode.Items items ? items.all() : null)
        .orElse(List.of());
  }

  private <T> Optional<T> typed(String key, String expected, Function<Object, T> as) {
    Optional<PotNode> child = find(key);
    Optional<T> value = child.map(PotNode::value).map(as);
    if (child.isPresent() && value.isEmpty()) {
      complain(key, "must be " + expected);
    }
    return value;
  }

  /** Keys that were not asked for. */
  List<String> rest() {
    return fields().keySet().stream().filter(key -> !known.contains(key)).toList();
  }

  /** Complains about keys that nobody asked for. */
  void end() {
    end(List.of());
  }

  /**
   * Complains about keys that nobody asked for.
   *
   * @param more further names that were perhaps meant
   */
  void end(List<String> more) {
    TreeSet<String> near = new TreeSet<>(known);
    near.addAll(more);
    for (String key : rest()) {
      findings.complain(
          place(key),
          "unknown key '%s'%s; known are %s"
              .formatted(path(key), nearest(key, List.copyOf(near)), String.join(", ", known)));
    }
  }

  static String nearest(String given, List<String> names) {
    return ParameterSchema.nearest(given, names)
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }
}
