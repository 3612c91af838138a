package org.octet.api.plugin;

import java.util.Map;

/**
 * A plugin by name, with its parameters as the user wrote them.
 *
 * @param name name of the plugin
 * @param parameters values by key; strings, numbers, booleans or lists of these
 */
public record PluginSpec(String name, Map<String, Object> parameters) {
  /** Copies the map. */
  public PluginSpec {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }

  /** A plugin without parameters. */
  public static PluginSpec of(String name) {
    return new PluginSpec(name, Map.of());
  }
}
