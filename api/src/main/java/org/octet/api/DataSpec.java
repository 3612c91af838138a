package org.octet.api;

import java.nio.file.Path;
import java.util.Map;

/**
 * The samples of a job.
 *
 * @param loader name of the data loader
 * @param path what the loader opens
 * @param parameters the loader's parameters as the user wrote them
 * @param slice {@code start:stop:step} as in Python, applied to the loader's order; null: all
 * @param shuffle seed of a shuffle of the slice; null: the loader's order
 * @param subsetSize samples used at most, spread evenly; null: 300 for calibration, all for
 *     evaluation
 */
public record DataSpec(
    String loader,
    Path path,
    Map<String, Object> parameters,
    String slice,
    Long shuffle,
    Integer subsetSize) {
  /** Copies the map. */
  public DataSpec {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }
}
