package org.octet.api.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;

/** Checks parameters as Octet does. Stateless. */
public final class PluginParameters {
  private PluginParameters() {}

  /**
   * Checked parameters, with defaults filled in.
   *
   * @param values by key, in camelCase or kebab-case
   * @throws IllegalArgumentException when the plugin's schema refuses them
   */
  public static Parameters of(Plugin plugin, Map<String, ?> values) {
    List<String> complaints = new ArrayList<>();
    Parameters checked = plugin.parameters().check(values, plugin.name(), complaints);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(complaints.toString());
    }
    return checked;
  }
}
