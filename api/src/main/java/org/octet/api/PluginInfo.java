package org.octet.api;

import java.util.List;
import org.octet.api.plugin.ParameterSchema;

/**
 * A plugin as the registry sees it.
 *
 * @param kind {@code data-loader}, {@code engine}, {@code runtime}, {@code algorithm}, {@code
 *     metric}, {@code target-device}
 * @param name name by which users select it
 * @param ranking of equal names the higher one is used
 * @param description one sentence
 * @param origin jar or bundle it came from
 * @param version version of its jar or bundle, may be empty
 * @param parameters what it takes
 * @param problems why it cannot be used; empty: it can
 */
public record PluginInfo(
    String kind,
    String name,
    int ranking,
    String description,
    String origin,
    String version,
    ParameterSchema parameters,
    List<String> problems) {
  /** Copies the list. */
  public PluginInfo {
    problems = List.copyOf(problems);
  }
}
