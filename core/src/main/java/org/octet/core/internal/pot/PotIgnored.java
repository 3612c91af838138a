package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ignored} leaves in float.
 *
 * @param names entries of the parameter {@code ignoredNames}
 * @param types entries of the parameter {@code ignoredTypes}
 * @param skipped models that are left alone as a whole
 */
record PotIgnored(List<String> names, List<String> types, List<String> skipped) {

  /**
   * Reads the section.
   *
   * @param cascade names of the models, each of which may have a section of its own; empty: there
   *     is one model
   */
  static PotIgnored read(PotObject params, List<String> cascade) {
    PotIgnored found = new PotIgnored(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Optional<PotObject> section = params.object("ignored");
    if (section.isEmpty()) {
      return found;
    }
    if (cascade.isEmpty()) {
      if (found.scope(section.get(), "")) {
        section.get().complain("skip_model", "nothing would be quantized");
      }
      return found;
    }
    for (String model : cascade) {
      Optional<PotObject> own = section.get().object(model);
      if (own.isPresent() && found.scope(own.get(), model + ":")) {
        found.skipped.add(model);
      }
    }
    section.get().end();
    if (found.skipped.size() == cascade.size()) {
      params.complain("ignored", "skips all models: nothing would be quantized");
    }
    return found;
  }

  /** Reads the section of one model, and answers whether all of it is left alone. */
  private boolean scope(PotObject section, String prefix) {
    for (PotNode entry : section.items("scope")) {
      if (entry.value() instanceof String name) {
        names.add(prefix + name);
      } else if (entry.value() instanceof PotNode.Items) {
        section
            .findings()
            .warn(
                entry.place(),
                section.path("scope")
                    + ": operations in bodies of Loop, TensorIterator and If stay float anyway");
      } else {
        section
            .findings()
            .complain(
                entry.place(),
                "%s=%s: must be the name of an operation".formatted(section.path("scope"), entry));
      }
    }
    section.objects("operations").forEach(operation -> type(operation, prefix));
    boolean skip = section.bool("skip_model").orElse(false);
    section.end();
    return skip;
  }

  private void type(PotObject operation, String prefix) {
    Optional<String> type = operation.text("type");
    if (type.isEmpty() && !operation.has("type")) {
      operation.complain("type", "a type of operations is needed, such as Convolution");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    operation
        .object("attributes")
        .ifPresent(
            all ->
                all.rest()
                    .forEach(
                        key ->
                            all.find(key).ifPresent(v -> attributes.put(key, value(v.plain())))));
    operation.end();
    List<String> conditions =
        attributes.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    type.ifPresent(
        t ->
            types.add(
                prefix
                    + t
                    + (conditions.isEmpty() ? "" : "[" + String.join(";", conditions) + "]")));
  }

  private static String value(Object plain) {
    return plain instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(plain);
  }

  /** The parameters that say this, of an algorithm that has them. */
  void into(PotObject params, ParameterSet set) {
    boolean said = !names.isEmpty() || !types.isEmpty();
    if (said && !set.takes("ignoredNames")) {
      params.warn(
          "ignored", "has no effect here: it belongs to the algorithm that inserts quantizers");
      return;
    }
    if (!names.isEmpty()) {
      set.put(params, "ignored", "ignoredNames", names);
    }
    if (!types.isEmpty()) {
      set.put(params, "ignored", "ignoredTypes", types);
    }
  }
}
