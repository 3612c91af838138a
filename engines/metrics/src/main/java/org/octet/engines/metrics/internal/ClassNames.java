package org.octet.engines.metrics.internal;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;

/**
 * The classes whose own figures a metric gives besides the mean.
 *
 * @param names names of the classes 0, 1, 2...
 */
record ClassNames(List<String> names) {
  /** Copies the list. */
  ClassNames {
    names = List.copyOf(names);
  }

  static ClassNames of(Parameters p) {
    return new ClassNames(
        p.has("classNames")
            ? p.strings("classNames")
            : IntStream.range(0, p.integer("perClass")).mapToObj(Integer::toString).toList());
  }

  static Parameter perClass() {
    return Parameter.integer(
        "perClass", 0, 0, 1024, "each of the first so many classes gets a value of its own");
  }

  static Parameter classNames() {
    return Parameter.strings(
        "classNames", "names of class 0, 1, 2..., each of which gets a value of its own");
  }

  /** Adds a value for each class: {@code metric@name}. */
  void put(Map<String, Double> values, String metric, IntToDoubleFunction figure) {
    for (int i = 0; i < names.size(); i++) {
      values.put(metric + "@" + names.get(i), figure.applyAsDouble(i));
    }
  }
}
