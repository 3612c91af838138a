package org.octet.core.internal.job;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.plugin.Parameters;

/**
 * Checked parameters as a user could have written them: texts, numbers, booleans, lists, objects.
 */
final class PlainValues {
  private PlainValues() {}

  /** The values by camelCase key, sorted. */
  static Map<String, Object> of(Parameters parameters) {
    Map<String, Object> plain = new TreeMap<>();
    parameters.asMap().forEach((key, value) -> plain.put(key, plain(value)));
    return plain;
  }

  private static Object plain(Object value) {
    if (value instanceof Path path) {
      return path.toString();
    }
    if (value instanceof int[] size) {
      return size[0] + "x" + size[1];
    }
    if (value instanceof Parameters object) {
      return of(object);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PlainValues::plain).toList();
    }
    return value instanceof double[] numbers ? Arrays.stream(numbers).boxed().toList() : value;
  }
}
