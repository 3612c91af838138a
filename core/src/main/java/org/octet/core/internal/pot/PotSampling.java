package org.octet.core.internal.pot;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.octet.api.DataSpec;

/**
 * Which samples the algorithms of a configuration take: POT takes the first ones, or draws them at
 * random, for every algorithm anew; a job takes the same for all. Not thread-safe.
 */
final class PotSampling {
  private static final int ALL = Integer.MAX_VALUE;

  private Integer size;
  private Long shuffle;

  /** Reads the keys of one algorithm that uses samples. */
  void read(PotObject params) {
    int wanted = params.integer("stat_subset_size", 1).orElse(ALL);
    boolean shuffled = params.bool("shuffle_data").orElse(false);
    Optional<Integer> seed = params.integer("seed", 0);
    if (size != null && size != wanted) {
      params.warn(
          "stat_subset_size",
          "all algorithms of a job take the same samples, those of the largest subset");
    }
    size = size == null ? wanted : Math.max(size, wanted);
    if (shuffled) {
      params.warn("shuffle_data", "other samples than POT's are drawn, the same for the same seed");
      shuffle = seed.map(Integer::longValue).orElse(0L);
    } else if (seed.isPresent()) {
      params.warn("seed", "has no effect without shuffle_data");
    }
    if (params.integer("stat_batch_size", 1).isPresent()) {
      params.warn("stat_batch_size", "has no effect: samples go through the model one by one");
    }
  }

  /** The calibration samples. */
  DataSpec of(String loader, Path path, Map<String, Object> parameters) {
    int wanted = size == null ? ALL : size;
    // the first ones, as in POT; drawn ones come from all
    String slice = wanted == ALL || shuffle != null ? null : ":" + wanted;
    return new DataSpec(loader, path, parameters, slice, shuffle, wanted);
  }
}
