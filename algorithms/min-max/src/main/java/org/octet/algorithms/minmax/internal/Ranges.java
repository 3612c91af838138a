package org.octet.algorithms.minmax.internal;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * From extremes to the bounds of a quantizer, in the precision of the tool whose numbers are
 * wanted, so that equal statistics give equal numbers. Stateless.
 */
final class Ranges {
  /** A range is never narrower than this share of the widest channel's. */
  private static final float LEAST_SHARE = 0.01f;

  /** Codes on either side of zero that a weight uses when one bit is held in reserve. */
  private static final int HALF_RANGE_LEVELS = 128;

  private Ranges() {}

  /**
   * Lower and upper bounds, one pair per channel.
   *
   * @param low lower bounds, at most 0
   * @param high upper bounds, above 0
   */
  record Bounds(float[] low, float[] high) {
    /** The width of the range of the first channel. */
    float width() {
      return high[0] - low[0];
    }

    /**
     * Whether other bounds are nearly the same. Channels that hold next to nothing do not count.
     *
     * @param tolerance share of the wider range by which they may differ
     */
    boolean resembles(Bounds other, float tolerance) {
      float widest = 0;
      for (int c = 0; c < low.length; c++) {
        widest = Math.max(widest, high[c] - low[c]);
      }
      for (int c = 0; c < low.length; c++) {
        float width = Math.max(high[c] - low[c], other.high[c] - other.low[c]);
        width = Math.max(width, LEAST_SHARE / tolerance * widest);
        float difference =
            Math.max(Math.abs(low[c] - other.low[c]), Math.abs(high[c] - other.high[c]));
        if (difference > tolerance * width) {
          return false;
        }
      }
      return true;
    }

    /** The bounds of both, element by element. */
    Bounds join(Bounds other) {
      Extremes joined = new Extremes(low, high).join(new Extremes(other.low, other.high));
      return new Bounds(joined.min(), joined.max());
    }

    /** Bounds that lie further out than the limits are moved there. */
    Bounds clipped(OptionalDouble least, OptionalDouble most) {
      Extremes clipped = new Extremes(low, high).clipped(least, most);
      return new Bounds(clipped.min(), clipped.max());
    }

    /** Bounds this many times as far from zero. */
    Bounds times(float factor) {
      boolean[] all = new boolean[low.length];
      Arrays.fill(all, true);
      return times(factor, all);
    }

    /** Bounds of which those of some channels are this many times as far from zero. */
    Bounds times(float factor, boolean[] channels) {
      float[] lower = low.clone();
      float[] upper = high.clone();
      for (int c = 0; c < lower.length; c++) {
        lower[c] *= channels[c] ? factor : 1;
        upper[c] *= channels[c] ? factor : 1;
      }
      return new Bounds(lower, upper);
    }
  }

  /**
   * Bounds around zero; {@code [0, h]} when nothing is negative.
   *
   * @param signed whether there are negative values in any channel, or codes are always signed
   * @param magnitude largest magnitude per channel
   * @param levels number of codes
   * @param narrow whether the least code is unused, so that both bounds are equally far from zero
   */
  static Bounds symmetric(boolean signed, float[] magnitude, long levels, boolean narrow) {
    float least = Estimator.OCTET.leastBound(largest(magnitude));
    return symmetric(signed, magnitude, levels, narrow, least);
  }

  /**
   * The same.
   *
   * @param least what the upper bound of a channel is at least
   */
  static Bounds symmetric(
      boolean signed, float[] magnitude, long levels, boolean narrow, float least) {
    float stretch = narrow ? 1f : (float) (levels / (levels - 2.0));
    float[] low = new float[magnitude.length];
    float[] high = new float[magnitude.length];
    for (int c = 0; c < magnitude.length; c++) {
      high[c] = Math.max(least, magnitude[c]);
      low[c] = signed ? -high[c] * stretch : 0f;
    }
    return new Bounds(low, high);
  }

  /** The largest of magnitudes; 0 where there are none. */
  static float largest(float[] magnitude) {
    float largest = 0;
    for (float m : magnitude) {
      largest = Math.max(largest, m);
    }
    return largest;
  }

  /**
   * Bounds of a signed quantizer that uses only half of its codes: two products of an unsigned
   * 8-bit activation with such weights fit into a signed 16-bit sum. The upper bound is twice the
   * largest magnitude; the lower one lies one step further out, so that the largest magnitude is
   * exactly code 63 and zero is exact, with a zero point of one that storing the weight folds into
   * the codes. With bounds at equal distance, as NNCF leaves them, every channel's largest weight
   * is half way between two codes and loses 0.8 % (measured: 3 to 4 dB at the outputs of small
   * networks).
   *
   * @param magnitude largest magnitude per channel
   * @param levels number of codes of the quantizer, 255
   * @param least what the largest magnitude of a channel is taken for at least
   */
  static Bounds halfRange(float[] magnitude, long levels, float least) {
    Bounds half = symmetric(true, magnitude, HALF_RANGE_LEVELS, false, least);
    return half.times((float) ((levels - 1.0) / (HALF_RANGE_LEVELS - 1.0)));
  }

  /**
   * Bounds that cover {@code [min, max]} and zero, widened on one side so that zero is exactly one
   * of the codes.
   *
   * @param min least value per channel
   * @param max largest value per channel, not below {@code min}
   * @param levels number of codes
   * @param rules whose arithmetic
   */
  static Bounds asymmetric(float[] min, float[] max, long levels, Estimator rules) {
    float[] low = new float[min.length];
    float[] high = new float[min.length];
    for (int c = 0; c < min.length; c++) {
      float width = max[c] - min[c];
      double margin = width > rules.leastWidth() ? 0 : rules.leastWidth();
      double l = Math.min(rules.round(min[c] - margin), 0);
      double h = Math.max(rules.round(max[c] + margin), 0);
      double zero = zero(l, h, levels - 1, rules);
      tune(l, h, zero, levels - 1, rules, c, low, high);
    }
    return new Bounds(low, high);
  }

  private static double zero(double l, double h, long steps, Estimator rules) {
    double width = rules.round(h - l);
    double exact =
        rules.scalesFirst()
            ? -l * (steps / width)
            : rules.round(rules.round(-l * (double) steps) / width);
    double zero = Math.rint(exact);
    return rules.keepsZeroExact() && l < 0 && h > 0 ? Math.min(Math.max(zero, 1), steps - 1) : zero;
  }

  /**
   * Moves one bound outwards so that zero falls on a code, the bound that gives the wider range.
   */
  private static void tune(
      double l, double h, double zero, long steps, Estimator r, int c, float[] low, float[] high) {
    double movedLow = zero < steps ? r.round(r.round(zero / (zero - steps)) * h) : l;
    double movedHigh = zero > 0 ? r.round(r.round((zero - steps) / zero) * l) : h;
    boolean moveLow = r.round(h - movedLow) > r.round(movedHigh - l);
    low[c] = (float) (moveLow ? movedLow : l);
    high[c] = (float) (moveLow ? h : movedHigh);
  }
}
