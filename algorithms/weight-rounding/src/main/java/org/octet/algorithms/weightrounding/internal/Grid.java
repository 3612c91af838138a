package org.octet.algorithms.weightrounding.internal;

import org.octet.api.model.FakeQuantize;
import org.octet.api.tensor.Shape;

/**
 * The codes that one output channel may take: none of larger magnitude than its nearest ones have,
 * so that a reserve that was left for sums of products stays one. Each element has its own unit
 * where what it is multiplied with is rescaled.
 *
 * @param lows what code 0 stands for, by element
 * @param steps between neighbouring codes, by element
 * @param least lowest code
 * @param most highest code
 */
record Grid(double[] lows, double[] steps, int least, int most) implements Feedback.Codes {
  /** Products of two such codes of one sign with 8-bit activations fit into 16 bits together. */
  private static final int LARGEST_PAIR = 128;

  /**
   * Where the codes of each element of a weight lie.
   *
   * @param lows what code 0 stands for
   * @param steps between neighbouring codes
   */
  record Elements(float[] lows, double[] steps) {
    static Elements of(FakeQuantize quantizer, Shape shape) {
      FakeQuantize.Range range = quantizer.inputRange();
      float[] lows = new float[Math.toIntExact(shape.elements())];
      double[] steps = new double[lows.length];
      for (int i = 0; i < lows.length; i++) {
        int at = place(i, shape, range.shape());
        lows[i] = range.low()[at];
        steps[i] = ((double) range.high()[at] - lows[i]) / (quantizer.levels() - 1);
      }
      return new Elements(lows, steps);
    }

    /** Where an element's range lies, of ranges that broadcast as NumPy's arrays do. */
    private static int place(int element, Shape shape, Shape ranges) {
      int at = 0;
      int stride = 1;
      int left = element;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        int extent = (int) shape.dim(axis);
        int own = axis - shape.rank() + ranges.rank();
        if (own >= 0 && ranges.dim(own) > 1) {
          at += left % extent * stride;
          stride *= (int) ranges.dim(own);
        }
        left /= extent;
      }
      return at;
    }
  }

  /** The codes of a channel, given its row of nearest values. */
  static Grid of(
      Layer layer, int channel, Elements elements, FakeQuantize quantizer, double[] nearest) {
    double[] lows = new double[nearest.length];
    double[] steps = new double[nearest.length];
    double largest = 0;
    for (int k = 0; k < nearest.length; k++) {
      int at = layer.place(channel, k);
      lows[k] = elements.lows()[at];
      steps[k] = elements.steps()[at];
      largest = Math.max(largest, steps[k] == 0 ? 0 : Math.abs(nearest[k]) / steps[k]);
    }
    // the code of zero is the same for all elements
    double zero = steps[0] == 0 ? 0 : -lows[0] / steps[0];
    int least = (int) Math.max(0, Math.rint(zero - largest));
    int most = (int) Math.min(quantizer.levels() - 1, Math.rint(zero + largest));
    return new Grid(lows, steps, least, most);
  }

  @Override
  public double nearest(int element, double value) {
    double low = lows[element];
    double step = steps[element];
    return step == 0
        ? low
        : low + step * Math.min(most, Math.max(least, Math.rint((value - low) / step)));
  }

  /** Whether two values of a row have one sign and codes, counted from zero, that are too large. */
  boolean saturates(double[] row) {
    double[] first = new double[2];
    double[] second = new double[2];
    for (int k = 0; k < row.length; k++) {
      int sign = row[k] < 0 ? 1 : 0;
      double code = steps[k] == 0 ? 0 : Math.rint(Math.abs(row[k]) / steps[k]);
      second[sign] = Math.max(second[sign], Math.min(code, first[sign]));
      first[sign] = Math.max(first[sign], code);
    }
    return Math.max(first[0] + second[0], first[1] + second[1]) > LARGEST_PAIR;
  }
}
