package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A value of a configuration.
 *
 * @param place where its key stands; of an element of a list, where it begins
 * @param value a {@link Fields}, an {@link Items}, a text, a Long, a Double, a Boolean, or null
 */
record PotNode(Place place, Object value) {

  /** An object. */
  record Fields(Map<String, PotNode> byKey) {}

  /** A list. */
  record Items(List<PotNode> all) {}

  /** A value of a program or of the command line. */
  static PotNode of(Object value) {
    Place place = Place.COMMAND_LINE;
    if (value instanceof Map<?, ?> map) {
      Map<String, PotNode> fields = new LinkedHashMap<>();
      map.forEach((key, child) -> fields.put(String.valueOf(key), of(child)));
      return new PotNode(place, new Fields(fields));
    }
    if (value instanceof List<?> list) {
      return new PotNode(place, new Items(list.stream().map(PotNode::of).toList()));
    }
    if (value instanceof Integer number) {
      return new PotNode(place, number.longValue());
    }
    boolean plain =
        value == null
            || value instanceof Long
            || value instanceof Double
            || value instanceof Boolean;
    return new PotNode(place, plain ? value : value.toString());
  }

  /** This with another laid over it: objects are merged, everything else is replaced. */
  PotNode under(PotNode other) {
    if (!(value instanceof Fields mine && other.value instanceof Fields theirs)) {
      return other;
    }
    Map<String, PotNode> merged = new LinkedHashMap<>(mine.byKey);
    theirs.byKey.forEach((key, node) -> merged.merge(key, node, PotNode::under));
    return new PotNode(place, new Fields(merged));
  }

  /** The value as a plugin's parameter could be given; texts of lists and plain values. */
  Object plain() {
    if (value instanceof Items items) {
      List<Object> plain = new ArrayList<>();
      items.all.forEach(item -> plain.add(item.plain()));
      return plain;
    }
    return value instanceof Fields fields ? fields.byKey.keySet().toString() : value;
  }

  /** Whether another value is the same, wherever it stands; keys may come in another order. */
  boolean says(PotNode other) {
    if (value instanceof Fields mine && other.value instanceof Fields theirs) {
      return mine.byKey.keySet().equals(theirs.byKey.keySet())
          && mine.byKey.keySet().stream()
              .allMatch(key -> mine.byKey.get(key).says(theirs.byKey.get(key)));
    }
    if (value instanceof Items mine && other.value instanceof Items theirs) {
      return mine.all.size() == theirs.all.size()
          && IntStream.range(0, mine.all.size())
              .allMatch(i -> mine.all.get(i).says(theirs.all.get(i)));
    }
    return Objects.equals(value, other.value);
  }

  /** The value in messages. */
  @Override
  public String toString() {
    if (value instanceof Fields) {
      return "{...}";
    }
    return value instanceof Items
        ? "[...]"
        : value instanceof String text ? '"' + text + '"' : value + "";
  }
}
