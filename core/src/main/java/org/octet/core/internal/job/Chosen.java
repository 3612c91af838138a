package org.octet.core.internal.job;

import java.util.Map;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.octet.core.internal.registry.Registration;

/**
 * A plugin that a job uses, with checked parameters.
 *
 * @param registration the plugin
 * @param type the interface it is used by
 * @param parameters its parameters
 */
public record Chosen<T extends Plugin>(
    Registration registration, Class<T> type, Parameters parameters) {
  /** The plugin. */
  public T plugin() {
    return registration.plugin(type);
  }

  /** The parameters as a user could have written them. */
  Map<String, Object> plainParameters() {
    return PlainValues.of(parameters);
  }
}
