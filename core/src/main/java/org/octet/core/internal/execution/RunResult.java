package org.octet.core.internal.execution;

import java.util.List;
import org.octet.api.SkippedSample;
import org.octet.api.error.InputException;

/**
 * What a run over samples did.
 *
 * @param samples samples that were run and folded
 * @param skipped samples that could not be read, in sample order
 * @param seconds wall time in seconds
 * @param decodeSeconds time the loaders' threads spent decoding, summed, in seconds
 */
public record RunResult(
    int samples, List<SkippedSample> skipped, double seconds, double decodeSeconds) {
  /** Copies the list. */
  public RunResult {
    skipped = List.copyOf(skipped);
  }

  /**
   * This result, if any sample was run.
   *
   * @throws InputException when none was
   */
  RunResult requireSamples() {
    return requireSamples(samples, skipped, this);
  }

  /** {@code value}, if any sample was run. */
  public static <T> T requireSamples(int samples, List<SkippedSample> skipped, T value) {
    if (samples > 0) {
      return value;
    }
    throw new InputException(
        skipped.isEmpty()
            ? "no readable sample: the data set is empty"
            : "no readable sample: all %d were skipped, the first is '%s': %s"
                .formatted(skipped.size(), skipped.get(0).id(), skipped.get(0).reason()));
  }
}
