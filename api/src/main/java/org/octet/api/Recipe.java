package org.octet.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.plugin.PluginSpec;

/**
 * Quantizations with a proof: which models, with which samples, and how the result is measured
 * against the float model. The form of a recipe file; texts in it may hold {@code ${NAME}} for one
 * of its folders.
 *
 * @param schemaVersion version of this form, {@value #SCHEMA_VERSION}; null: the current one
 * @param title what it shows, in one line
 * @param folders what the user has to name: name to what is expected there
 * @param runs the quantizations, at least one
 */
public record Recipe(
    Integer schemaVersion, String title, Map<String, String> folders, List<Run> runs) {
  /** The current version of the form. */
  public static final int SCHEMA_VERSION = 1;

  /** Copies map and list; the map is sorted. */
  public Recipe {
    title = title == null ? "" : title;
    folders = folders == null ? new TreeMap<>() : new TreeMap<>(folders);
    runs = runs == null ? List.of() : List.copyOf(runs);
  }

  /**
   * One quantization and its measurement.
   *
   * @param name names the run, and the folder of its result
   * @param job the quantization; its output is the caller's
   * @param validation annotated samples that calibration does not use
   * @param metrics how both models are measured on them, at least one
   */
  public record Run(String name, Job job, DataSpec validation, List<PluginSpec> metrics) {
    /** Copies the list. */
    public Run {
      metrics = metrics == null ? List.of() : List.copyOf(metrics);
    }
  }
}
