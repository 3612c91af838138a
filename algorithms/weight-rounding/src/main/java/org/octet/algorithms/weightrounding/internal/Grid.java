package org.octet.algorithms.weightrounding.internal;

import org.octet.api.model.FakeQuantize;

/**
 * The codes that one output channel may take: none of larger magnitude than its nearest ones have,
 * so that a reserve that was left for sums of products stays one.
 *
 * @param low what code 0 stands for
 * @param step between neighbouring codes
 * @param least lowest code
 * @param most highest code
 */
record Grid(double low, double step, int least, int most) implements Feedback.Codes {
  /** Products of two such codes of one sign with 8-bit activations fit into 16 bits together. */
  private static final int LARGEST_PAIR = 128;

  /** The codes of a channel, given its row of nearest values. */
  static Grid of(FakeQuantize quantizer, int channel, double[] nearest) {
    float[] lows = quantizer.inputRange().low();
    int at = lows.length == 1 ? 0 : channel;
    int last = quantizer.levels() - 1;
    double low = lows[at];
    double step = (quantizer.inputRange().high()[at] - low) / last;
    double largest = 0;
    for (double value : nearest) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (step == 0) {
      return new Grid(low, 0, 0, 0);
    }
    int least = (int) Math.max(0, Math.rint((-largest - low) / step));
    int most = (int) Math.min(last, Math.rint((largest - low) / step));
    return new Grid(low, step, least, most);
  }

  @Override
  public double nearest(double value) {
    return step == 0
        ? low
        : low + step * Math.min(most, Math.max(least, Math.rint((value - low) / step)));
  }

  /** Whether two values of a row have one sign and codes, counted from zero, that are too large. */
  boolean saturates(double[] row) {
    double[] first = new double[2];
    double[] second = new double[2];
    for (double value : row) {
      int sign = value < 0 ? 1 : 0;
      double code = step == 0 ? 0 : Math.rint(Math.abs(value) / step);
      second[sign] = Math.max(second[sign], Math.min(code, first[sign]));
      first[sign] = Math.max(first[sign], code);
    }
    return Math.max(first[0] + second[0], first[1] + second[1]) > LARGEST_PAIR;
  }
}
