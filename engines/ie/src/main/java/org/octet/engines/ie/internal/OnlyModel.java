package org.octet.engines.ie.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.octet.api.data.Sample;
import org.octet.api.engine.Models;
import org.octet.api.error.InputException;
import org.octet.api.runtime.TensorInfo;

/** The one model that this engine runs, and what a sample must give for it. */
final class OnlyModel {
  private OnlyModel() {}

  /**
   * Its name.
   *
   * @throws InputException when the job has several
   */
  static String name(Models models) {
    List<String> names = models.names();
    if (names.size() != 1) {
      throw new InputException(
          "engine 'ie' runs one model, the job has %d (%s): use an engine for cascades"
              .formatted(names.size(), String.join(", ", names)));
    }
    return names.get(0);
  }

  /** Whether {@code key} names an input or output. */
  static boolean named(TensorInfo info, String key) {
    return info.name().equals(key) || info.names().contains(key);
  }

  /**
   * Checks that a sample gives exactly what is needed.
   *
   * @param needed inputs that the sample must give
   * @param optional inputs that it may give
   */
  static void check(
      Sample sample, String model, List<TensorInfo> needed, List<TensorInfo> optional) {
    Set<String> given = sample.data().keySet();
    if (given.equals(Set.of(Sample.ONLY_INPUT)) && needed.size() == 1) {
      return;
    }
    boolean missing = needed.stream().anyMatch(i -> given.stream().noneMatch(k -> named(i, k)));
    List<TensorInfo> all = new ArrayList<>(needed);
    all.addAll(optional);
    boolean unknown = given.stream().anyMatch(k -> all.stream().noneMatch(i -> named(i, k)));
    if (missing || unknown) {
      throw new InputException(
          "sample '%s' gives %s; model '%s' takes %d input(s): %s: use a data loader that gives a tensor for each"
              .formatted(
                  sample.id(),
                  given.equals(Set.of(Sample.ONLY_INPUT))
                      ? "one tensor without a name"
                      : quoted(new TreeSet<>(given)),
                  model,
                  needed.size(),
                  quoted(needed.stream().map(TensorInfo::name).toList())));
    }
  }

  static String quoted(Collection<String> names) {
    return names.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
  }
}
