package org.octet.core.internal.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file names of a result.
 *
 * @param bases base name by model name, in the job's order: {@code name} for one model, {@code
 *     name_model} for each of several
 * @param report name of the report in JSON, if one is written; the page for people is beside it
 */
public record OutputNames(Map<String, String> bases, Optional<String> report) {
  private static final String JSON = ".json";

  /** The names for some models. */
  public static OutputNames of(String name, List<String> models, boolean report) {
    Map<String, String> bases = new LinkedHashMap<>();
    models.forEach(m -> bases.put(m, models.size() == 1 ? name : name + "_" + m));
    return new OutputNames(bases, report ? Optional.of(name + ".report.json") : Optional.empty());
  }

  /** The model file of a base name. */
  public static String xml(String base) {
    return base + ".xml";
  }

  /** The weights file of a base name. */
  public static String bin(String base) {
    return base + ".bin";
  }

  /** The page for people that belongs to a report in JSON. */
  public static String page(String report) {
    String base =
        report.endsWith(JSON) ? report.substring(0, report.length() - JSON.length()) : report;
    return base + ".html";
  }

  /** All file names. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    for (String base : bases.values()) {
      all.add(xml(base));
      all.add(bin(base));
    }
    report.ifPresent(all::add);
    report.map(OutputNames::page).ifPresent(all::add);
    return all;
  }
}
