package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.octet.api.statistics.Reducer.SecondMoment;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.Shape;

class MomentsTest {
  private static float[] gaussian(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /**
   * The moments say how large the result of a convolution is: {@code mean of y^2 = w H w'} for any
   * kernel w, computed here position by position.
   */
  @Property(tries = 150, seed = "1")
  void quadraticFormIsTheMeanSquareOfTheConvolution(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 1, max = 2) int dilation,
      @ForAll @IntRange(min = 0, max = 2) int pad,
      @ForAll @IntRange(min = 1, max = 2) int groups) {
    Random random = new Random(seed);
    int channels = 4;
    int h = 7;
    int w = 6;
    int oh = (h + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1;
    int ow = (w + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1;
    boolean open = random.nextBoolean();
    List<Window> windows =
        List.of(
            new Window(kernel, stride, dilation, pad, open ? Integer.MAX_VALUE : oh, false),
            new Window(kernel, stride, dilation, pad, open ? Integer.MAX_VALUE : ow, false));
    SecondMoment what = new SecondMoment(windows, groups, 1000);
    float[] x = gaussian(random, channels * h * w);
    float[] vector = new float[3 + Moments.length(what, channels)];
    new Moments(what, 1, channels).measure(x, Shape.of(1, channels, h, w), vector, 3);
    int side = Moments.side(what, channels);
    assertThat(side).isEqualTo(channels / groups * kernel * kernel);
    for (int g = 0; g < groups; g++) {
      float[] weight = gaussian(random, side);
      double expected = 0;
      for (int p = 0; p < oh * ow; p++) {
        double y = 0;
        for (int k = 0; k < side; k++) {
          int c = g * channels / groups + k / (kernel * kernel);
          int row = p / ow * stride - pad + k / kernel % kernel * dilation;
          int column = p % ow * stride - pad + k % kernel * dilation;
          boolean inside = row >= 0 && row < h && column >= 0 && column < w;
          y += inside ? weight[k] * x[(c * h + row) * w + column] : 0;
        }
        expected += y * y / (oh * ow);
      }
      double form = 0;
      for (int i = 0; i < side; i++) {
        for (int k = 0; k < side; k++) {
          form += (double) weight[i] * weight[k] * vector[3 + (g * side + i) * side + k];
        }
      }
      assertThat(form).isCloseTo(expected, within(1e-3 * Math.max(1, expected)));
    }
  }

  @Example
  void rowsAlongAnyAxis() {
    float[] x = {1, 2, 3, 4, 5, 6};
    SecondMoment what = new SecondMoment(List.of(), 1, 100);
    float[] last = new float[9];
    new Moments(what, 1, 3).measure(x, Shape.of(2, 3), last, 0);
    assertThat(last).containsExactly(8.5f, 11, 13.5f, 11, 14.5f, 18, 13.5f, 18, 22.5f);
    float[] first = new float[4];
    new Moments(what, 0, 2).measure(x, Shape.of(2, 3), first, 0);
    assertThat(first[0]).isEqualTo(14f / 3);
    assertThat(first[1]).isEqualTo(32f / 3);
    assertThat(first[3]).isEqualTo(77f / 3);
  }

  @Example
  void takesSomePositionsOfMany() {
    SecondMoment some = new SecondMoment(List.of(), 1, 500);
    float[] vector = new float[4];
    float[] x = gaussian(new Random(5), 20000);
    new Moments(some, 1, 2).measure(x, Shape.of(10000, 2), vector, 0);
    assertThat(vector[0]).isCloseTo(1, within(0.3f));
    assertThat(vector[3]).isCloseTo(1, within(0.3f));
    assertThat(vector[1]).isEqualTo(vector[2]).isCloseTo(0, within(0.3f));
  }
}
