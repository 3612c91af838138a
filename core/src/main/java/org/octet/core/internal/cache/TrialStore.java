package org.octet.core.internal.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics of candidates under one key, so that a search that was interrupted goes on where it was.
 * A line per candidate, appended as soon as it is measured: its hash, its values, and a mark that
 * the line is whole. What is damaged is measured again. Used by one thread.
 */
public final class TrialStore {
  private static final Logger LOG = LoggerFactory.getLogger(TrialStore.class);
  private static final String WHOLE = ".";

  private final Path file;
  private final Map<String, Map<String, Double>> known = new HashMap<>();

  private TrialStore(Path file) {
    this.file = file;
  }

  /** Opens what there is, which may be nothing. */
  static TrialStore open(Path file) {
    TrialStore store = new TrialStore(file);
    try {
      Files.readString(file, StandardCharsets.UTF_8).lines().forEach(store::read);
    } catch (NoSuchFileException e) {
      LOG.debug("no metrics of {} yet", file);
    } catch (IOException e) {
      LOG.info("the metrics in '{}' cannot be read and are measured anew: {}", file, e.toString());
    }
    return store;
  }

  private void read(String line) {
    String[] parts = line.split("\t");
    if (parts.length < 2 || !parts[parts.length - 1].equals(WHOLE)) {
      return;
    }
    Map<String, Double> values = new LinkedHashMap<>();
    try {
      for (int i = 1; i < parts.length - 1; i++) {
        int equals = parts[i].lastIndexOf('=');
        values.put(parts[i].substring(0, equals), Double.valueOf(parts[i].substring(equals + 1)));
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      LOG.debug("a damaged line in {}", file, e);
      return;
    }
    known.put(parts[0], values);
  }

  /** The values of a candidate; empty where it was not measured. */
  public Optional<Map<String, Double>> find(String candidate) {
    return Optional.ofNullable(known.get(candidate));
  }

  /**
   * Keeps what was measured; that nothing can be written is a warning.
   *
   * @param candidate its hash
   */
  public void keep(String candidate, Map<String, Double> values) {
    StringBuilder line = new StringBuilder(candidate);
    values.forEach((name, value) -> line.append('\t').append(name).append('=').append(value));
    String whole = line.append('\t').append(WHOLE).append('\n').toString();
    if (whole.indexOf('\n') < whole.length() - 1) {
      return; // a name that would break the line
    }
    known.put(candidate, values);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("metrics cannot be kept in '{}': {}", file, e.toString());
    }
  }
}
