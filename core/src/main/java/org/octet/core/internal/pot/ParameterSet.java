package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** Parameters of a plugin that are being put together. Not thread-safe. */
final class ParameterSet {
  private final ParameterSchema schema;
  private final Map<String, Object> values = new LinkedHashMap<>();

  ParameterSet(ParameterSchema schema) {
    this.schema = schema;
  }

  /** Whether the plugin has such a parameter. */
  boolean takes(String name) {
    return schema.find(name).isPresent();
  }

  /**
   * Sets a parameter, and complains where the plugin does not take the value.
   *
   * @param from the object whose key gave the value
   * @param name the parameter; the plugin has it
   */
  void put(PotObject from, String key, String name, Object value) {
    Parameter parameter = schema.find(name).orElseThrow();
    List<String> wrong = new ArrayList<>();
    new ParameterSchema(List.of(parameter)).check(Map.of(name, value), "", wrong);
    String prefix = ": %s=%s: ".formatted(parameter.kebabName(), value);
    wrong.forEach(w -> from.complain(key, w.startsWith(prefix) ? w.substring(prefix.length()) : w));
    values.put(name, value);
  }

  /** Sets a parameter, if the plugin has it, to a value that is right. */
  void putIfTaken(String name, Object value) {
    if (takes(name)) {
      values.put(name, value);
    }
  }

  /** Takes keys that are spelled as the plugin's parameters, but for the underscores. */
  void takeRest(PotObject params) {
    for (String key : params.rest()) {
      String name = ParameterSchema.camel(key.replace('_', '-'));
      Optional<PotNode> value = takes(name) ? params.find(key) : Optional.empty();
      value.ifPresent(v -> put(params, key, name, v.plain()));
    }
  }

  /** The parameters as POT would spell them. */
  List<String> snakeNames() {
    return schema.parameters().stream().map(p -> p.kebabName().replace('-', '_')).toList();
  }

  Map<String, Object> values() {
    return values;
  }
}
