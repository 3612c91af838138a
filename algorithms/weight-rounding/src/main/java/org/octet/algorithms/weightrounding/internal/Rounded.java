package org.octet.algorithms.weightrounding.internal;

import java.util.Optional;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A rounded weight.
 *
 * @param layer whose
 * @param values what its codes stand for, in the weight's order
 */
record Rounded(Layer layer, float[] values) {
  /** Weights that lose less than this share of their energy were on a grid already: 50 dB. */
  private static final double NEGLIGIBLE = 1e-5;

  /** The quantizer of a layer's weight, which alone reads its constant. */
  static Optional<FakeQuantize> quantizer(Layer layer, Model model) {
    return model
        .operation(layer.operation())
        .flatMap(op -> FakeQuantize.of(op.input(layer.weightPort()).source().operation()))
        .filter(fq -> fq.operation().output(0).consumers().size() == 1)
        .filter(fq -> fq.data().operation().isConstant() && fq.data().consumers().size() == 1);
  }

  /**
   * Rounds a layer's weight.
   *
   * @param moments of its input, group by group
   * @return empty where the nearest codes are as good
   */
  static Optional<Rounded> of(Layer layer, FakeQuantize quantizer, float[] moments) {
    float[] weight = Floats.read(quantizer.data().operation().value());
    Shape shape = quantizer.data().shape().toShape().orElseThrow();
    float[] nearest = quantizer.fakeQuantize(weight, shape);
    if (isOnGrid(weight, nearest)) {
      return Optional.empty();
    }
    float[] rounded = nearest.clone();
    boolean better = false;
    for (int g = 0; g < layer.groups(); g++) {
      Feedback feedback = Feedback.of(moments, g * layer.size() * layer.size(), layer.size());
      for (int r = 0; r < layer.rows(); r++) {
        better |= round(layer, quantizer, feedback, g * layer.rows() + r, weight, rounded);
      }
    }
    // what leaves is exactly what the quantizer gives for it
    return better
        ? Optional.of(new Rounded(layer, quantizer.fakeQuantize(rounded, shape)))
        : Optional.empty();
  }

  private static boolean isOnGrid(float[] weight, float[] nearest) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < weight.length; i++) {
      signal += (double) weight[i] * weight[i];
      noise += ((double) weight[i] - nearest[i]) * (weight[i] - nearest[i]);
    }
    return noise <= NEGLIGIBLE * signal;
  }

  /** Rounds one output channel; keeps the nearest codes where they are better. */
  private static boolean round(
      Layer layer, FakeQuantize fq, Feedback feedback, int channel, float[] weight, float[] out) {
    double[] row = new double[layer.size()];
    double[] nearest = new double[layer.size()];
    for (int k = 0; k < row.length; k++) {
      row[k] = weight[layer.place(channel, k)];
      nearest[k] = out[layer.place(channel, k)];
    }
    double[] rounded = feedback.rounded(row, codes(fq, channel));
    if (!(feedback.error(row, rounded) < feedback.error(row, nearest))) {
      return false;
    }
    for (int k = 0; k < row.length; k++) {
      out[layer.place(channel, k)] = (float) rounded[k];
    }
    return true;
  }

  private static Feedback.Codes codes(FakeQuantize fq, int channel) {
    float[] lows = fq.inputRange().low();
    double low = lows[lows.length == 1 ? 0 : channel];
    double high = fq.inputRange().high()[lows.length == 1 ? 0 : channel];
    int last = fq.levels() - 1;
    double step = (high - low) / last;
    return value ->
        step == 0 ? low : low + step * Math.min(last, Math.max(0, Math.rint((value - low) / step)));
  }

  /** Puts the values in the place of the constant. */
  void apply(Model model) {
    FakeQuantize quantizer = quantizer(layer, model).orElseThrow();
    Output data = quantizer.data();
    Operation constant = data.operation();
    Tensor value = Floats.tensor(data.type(), constant.value().shape(), values);
    constant.setValue(value);
  }

  /** Whether ranges of a quantizer are one per output channel, or one for all. */
  static boolean fits(Layer layer, FakeQuantize quantizer) {
    int ranges = quantizer.inputRange().low().length;
    return (ranges == 1 || ranges == layer.groups() * layer.rows())
        && quantizer.outputRange().low().length == ranges;
  }
}
