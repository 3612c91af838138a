package org.octet.api.statistics;

/**
 * What the offsets of a convolution's kernel see of one spatial axis of its input. Offset {@code k}
 * sees, for output position {@code p}, input position {@code p * stride + k * dilation - padBegin};
 * of a transposed convolution it puts input position {@code i} to output position {@code i * stride
 * + k * dilation - padBegin}. What lies outside is zero, or lost. Immutable.
 *
 * @param kernel number of offsets, at least 1
 * @param stride step, at least 1
 * @param dilation distance of neighbouring offsets, at least 1
 * @param padBegin padding before the first position; may be negative
 * @param outputs extent of the result along the axis, at least 1
 * @param transposed whether the convolution is transposed
 */
public record Window(
    int kernel, int stride, int dilation, int padBegin, int outputs, boolean transposed) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when kernel, stride, dilation or outputs are below 1
   */
  public Window {
    if (kernel < 1 || stride < 1 || dilation < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "kernel %d, stride %d, dilation %d and outputs %d must be at least 1"
              .formatted(kernel, stride, dilation, outputs));
    }
  }

  /**
   * How much each input position counts in the mean over the output positions of what an offset
   * sees: {@code 1 / outputs} for a position that it sees, else 0.
   *
   * @param offset from 0 to {@code kernel - 1}
   * @param extent number of input positions
   */
  public double[] shares(int offset, int extent) {
    double[] shares = new double[extent];
    int from = transposed ? extent : outputs;
    int to = transposed ? outputs : extent;
    for (int p = 0; p < from; p++) {
      long other = (long) p * stride + (long) offset * dilation - padBegin;
      if (other >= 0 && other < to) {
        shares[transposed ? p : (int) other] += 1.0 / outputs;
      }
    }
    return shares;
  }
}
