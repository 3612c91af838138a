package org.octet.core.internal.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of statistics, one file per key, of bounded size: what was not used for longest goes
 * first. Any number of processes may use it. Stateless but for the folder; thread-safe.
 */
public final class StatisticsCache {
  /** System property that names the cache folder, of which this one is a sub-folder. */
  public static final String FOLDER = "octet.cache";

  /** System property: MiB of the folder at most. */
  public static final String LIMIT = "octet.cache.statistics.limit";

  private static final Logger LOG = LoggerFactory.getLogger(StatisticsCache.class);
  private static final String ENDING = ".statistics";
  private static final String TRIALS = ".trials";
  private static final long DEFAULT_MEBIBYTES = 1024;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final long limit;

  /**
   * @param folder made when something is written
   * @param limit bytes at most
   */
  public StatisticsCache(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * The user's: below {@code -Doctet.cache}, else below {@code .cache/octet} of the user's home; of
   * at most {@code -Doctet.cache.statistics.limit} MiB, else 1024.
   */
  public static StatisticsCache ofUser() {
    String chosen = System.getProperty(FOLDER);
    Path base =
        chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "octet")
            : Path.of(chosen).toAbsolutePath();
    long mebibytes = Math.max(0, Long.getLong(LIMIT, DEFAULT_MEBIBYTES));
    return new StatisticsCache(base.resolve("statistics"), mebibytes << 20);
  }

  /**
   * What is kept under a key.
   *
   * @param lengths number of values by model
   */
  public SampleStore open(String key, int[] lengths) {
    trim();
    return SampleStore.open(folder.resolve(key + ENDING), key, lengths, limit);
  }

  /** What is kept of candidates under a key. */
  public TrialStore trials(String key) {
    trim();
    return TrialStore.open(folder.resolve(key + TRIALS + ENDING));
  }

  private record Entry(Path file, long size, Instant used) {}

  /** Removes what was not used for longest until the rest is small enough; never fails. */
  public void trim() {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> add(file, entries));
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException | RuntimeException e) {
      LOG.warn("the statistics cache '{}' cannot be listed: {}", folder, e.toString());
      return;
    }
    entries.sort(Comparator.comparing(Entry::used).reversed());
    long sum = 0;
    for (Entry entry : entries) {
      sum += entry.size();
      if (sum > limit) {
        remove(entry.file());
      }
    }
  }

  private static void add(Path file, List<Entry> entries) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Instant used = attributes.lastModifiedTime().toInstant();
      String name = file.getFileName().toString();
      if (name.endsWith(ENDING)) {
        entries.add(new Entry(file, attributes.size(), used));
      } else if (name.contains(ENDING + ".") && used.isBefore(Instant.now().minus(ABANDONED))) {
        remove(file); // a file that a process began and did not name
      }
    } catch (IOException e) {
      LOG.debug("{} went away", file, e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot remove '{}' from the statistics cache: {}", file, e.toString());
    }
  }
}
