package org.octet.algorithms.biascorrection.internal;

import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/** By how much corrections lower the noise of their layers at most. Stateless. */
final class Promise {
  private Promise() {}

  /**
   * The gain of one correction: the shift's power beside that of the noise which the rounding of
   * the layer's input to steps of {@code d} makes, {@code d * d / 12} times the sum of the squared
   * weights, for each output channel. The noise has other sources too, so that this is a bound.
   *
   * @return in dB; infinite where the input is not quantized
   */
  static double of(Correction correction, OptimizedModel models) {
    Layer layer = correction.layer();
    Operation op = layer.in(models.model(layer.model()));
    Output data = op.input(1 - layer.weightPort()).source();
    while (OperationTraits.movesValues(data.operation())) {
      data = data.operation().input(0).source();
    }
    double noise =
        FakeQuantize.of(data.operation())
            .map(input -> step(input) * step(input) / 12 * energy(layer, models))
            .orElse(0.0);
    return 10 * Math.log10(1 + sumOfSquares(correction.shift()) / noise);
  }

  /** The least step of any channel. */
  private static double step(FakeQuantize quantizer) {
    FakeQuantize.Range range = quantizer.inputRange();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < range.low().length; i++) {
      least = Math.min(least, (double) range.high()[i] - range.low()[i]);
    }
    return least / (quantizer.levels() - 1);
  }

  /** Of the weights as the quantized input meets them, which may be rescaled. */
  private static double energy(Layer layer, OptimizedModel models) {
    FakeQuantize quantizer = layer.quantizer(models).orElseThrow();
    Shape shape = quantizer.data().shape().toShape().orElseThrow();
    float[] weights =
        Floats.read(OperationTraits.constantBehind(quantizer.data()).orElseThrow().value());
    return sumOfSquares(quantizer.fakeQuantize(weights, shape));
  }

  private static double sumOfSquares(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += (double) v * v;
    }
    return sum;
  }
}
