package org.octet.api;

import java.nio.file.Path;
import java.util.Map;

/**
 * A configuration of OpenVINO's Post-training Optimization Tool (POT) that is to be read.
 *
 * @param file JSON, comments allowed, or YAML; null: there are only {@code values}
 * @param values laid over the file's, by POT's keys: objects are merged, everything else is
 *     replaced; texts, numbers, booleans, lists and maps of these
 */
public record PotConfig(Path file, Map<String, Object> values) {
  /** Copies the map. */
  public PotConfig {
    values = values == null ? Map.of() : Map.copyOf(values);
  }

  /** What a file says. */
  public static PotConfig of(Path file) {
    return new PotConfig(file, Map.of());
  }
}
