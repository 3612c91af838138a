package org.octet.algorithms.minmax.internal;

import java.util.function.Function;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;

/**
 * The ends of a tensor's range with the least expected squared error: finer steps for most values
 * are worth the clipping of few. Stateless.
 */
final class LeastError {
  /** Ends that are tried, evenly spaced from the extreme to zero. */
  private static final int STEPS = 100;

  /** How often the lower and the upper end of an asymmetric range are looked for in turn. */
  private static final int ROUNDS = 2;

  private LeastError() {}

  /**
   * @param seen the extremes of the tensor
   * @param config the quantizer
   * @param bounds gives the bounds of a quantizer for ends
   */
  static Extremes of(
      Histogram histogram,
      Extremes seen,
      QuantizerConfig config,
      Function<Extremes, Ranges.Bounds> bounds) {
    Search search = new Search(histogram, config.levels(), bounds);
    float low = seen.min()[0];
    float high = seen.max()[0];
    if (config.mode() == Mode.SYMMETRIC) {
      float most = seen.magnitude(false)[0];
      return search.best(share -> within(low, high, -share * most, share * most));
    }
    Extremes best = seen;
    for (int round = 0; round < ROUNDS; round++) {
      Extremes before = best;
      best = search.best(share -> within(low, high, before.min()[0], share * high));
      Extremes half = best;
      best = search.best(share -> within(low, high, share * low, half.max()[0]));
    }
    return best;
  }

  private static Extremes within(float low, float high, float least, float most) {
    return new Extremes(new float[] {Math.max(low, least)}, new float[] {Math.min(high, most)});
  }

  private record Search(
      Histogram histogram, long levels, Function<Extremes, Ranges.Bounds> bounds) {
    /** The best of the ends by their share of the way from zero; the widest of equal ones. */
    Extremes best(Function<Float, Extremes> ends) {
      Extremes best = null;
      double least = Double.POSITIVE_INFINITY;
      for (int i = STEPS; i > 0; i--) {
        Extremes candidate = ends.apply((float) i / STEPS);
        Ranges.Bounds range = bounds.apply(candidate);
        double error = histogram.error(range.low()[0], range.high()[0], levels);
        if (error < least) {
          least = error;
          best = candidate;
        }
      }
      return best;
    }
  }
}
