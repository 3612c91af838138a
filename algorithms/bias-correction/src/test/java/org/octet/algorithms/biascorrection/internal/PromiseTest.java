package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class PromiseTest {
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 4;
  private static final int LEVELS = 16;

  private final Random random = new Random(5);
  private final Model model = new Model("m", 11);
  private final float[] weight = new float[INPUTS * OUTPUTS];

  private Operation layer() {
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    Operation x = new Operation("Parameter", "opset1", "x");
    x.addOutput(ElementType.F32, PartialShape.of(1, INPUTS, 1, 1));
    model.add(x);
    Tensor values = Tensor.of(Shape.of(OUTPUTS, INPUTS, 1, 1), weight);
    Operation conv = new Operation("Convolution", "opset1", "conv").addInput(x.output(0));
    conv.addInput(model.add(Operation.constant("w", values)).output(0));
    conv.addOutput(ElementType.F32, PartialShape.of(1, OUTPUTS, 1, 1));
    return model.add(conv);
  }

  private void quantize(Input input, int levels, float low, float high) {
    FakeQuantize.insert(
        model, "fq", input.source(), List.of(input), levels, FakeQuantize.Range.scalar(low, high));
  }

  private double promise(Operation conv, float shift) {
    Layer layer = Layer.of("m", conv).orElseThrow();
    quantize(conv.input(1), 65535, -8, 8);
    Correction correction = new Correction(layer, new float[] {shift, shift, shift, shift});
    return Promise.of(correction, OptimizedModel.of("m", model));
  }

  /** The mean over outputs and samples of the squared error that the rounding of inputs makes. */
  private double simulatedNoise() {
    double sum = 0;
    int samples = 20_000;
    for (int s = 0; s < samples; s++) {
      double[] error = new double[OUTPUTS];
      for (int i = 0; i < INPUTS; i++) {
        double x = random.nextDouble();
        double rounded = Math.rint(x * (LEVELS - 1)) / (LEVELS - 1);
        for (int o = 0; o < OUTPUTS; o++) {
          error[o] += weight[o * INPUTS + i] * (rounded - x);
        }
      }
      for (double e : error) {
        sum += e * e / OUTPUTS / samples;
      }
    }
    return sum;
  }

  @Test
  void shiftAsLargeAsTheNoisePromisesThreeDecibels() {
    Operation conv = layer();
    quantize(conv.input(0), LEVELS, 0, 1);
    float shift = (float) Math.sqrt(simulatedNoise());

    assertThat(promise(conv, shift)).isCloseTo(10 * Math.log10(2), within(0.1));
  }

  @Test
  void withoutNoiseOfTheInputThereIsNoBound() {
    assertThat(promise(layer(), 0.1f)).isInfinite();
  }
}
