package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.TestContext;

class SequenceTest {
  private static final int CHANNELS = 400;

  /** Means over a few samples of channels whose true means spread about as much. */
  private static double[] errors(Random random, int samples, double noise) {
    float[] mean = new float[CHANNELS];
    float[] square = new float[CHANNELS];
    double[] truth = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      truth[c] = random.nextGaussian();
      for (int s = 0; s < samples; s++) {
        float value = (float) (truth[c] + noise * random.nextGaussian());
        mean[c] += value / samples;
        square[c] += value * value / samples;
      }
    }
    float[] shrunk = Sequence.shrunk(mean, square, samples);
    double[] errors = new double[2];
    for (int c = 0; c < CHANNELS; c++) {
      assertThat(Math.abs(shrunk[c])).isLessThanOrEqualTo(Math.abs(mean[c]));
      assertThat(shrunk[c] * mean[c]).isGreaterThanOrEqualTo(0);
      errors[0] += (mean[c] - truth[c]) * (mean[c] - truth[c]);
      errors[1] += (shrunk[c] - truth[c]) * (shrunk[c] - truth[c]);
    }
    return errors;
  }

  /** Where samples differ much more than the means are large, most of the noise goes. */
  @Property(tries = 50, seed = "1")
  void noisyMeansAreShrunk(
      @ForAll long seed,
      @ForAll @IntRange(min = 8, max = 50) int samples,
      @ForAll @DoubleRange(min = 4, max = 10) double ratio) {
    double[] errors = errors(new Random(seed), samples, ratio * Math.sqrt(samples));
    assertThat(errors[1]).isLessThan(0.5 * errors[0]);
  }

  @Property(tries = 50, seed = "1")
  void clearMeansStay(@ForAll long seed, @ForAll @IntRange(min = 8, max = 50) int samples) {
    double[] errors = errors(new Random(seed), samples, 0.01);
    assertThat(errors[1]).isLessThan(1.1 * errors[0]);
  }

  @Example
  void nothingIsCorrectedWhereAQuantizedModelIsNotFinite() {
    Model model = new Model("m", 11);
    Operation x = model.add(new Operation("Parameter", "opset1", "x"));
    Output data = x.addOutput(ElementType.F32, PartialShape.of(1, 1, 1, 1));
    Tensor weight = Tensor.of(Shape.of(1, 1, 1, 1), 1e30f);
    Operation conv = new Operation("Convolution", "opset1", "conv").addInput(data);
    conv.addInput(model.add(Operation.constant("w", weight)).output(0));
    model.add(conv).addOutput(ElementType.F32, PartialShape.of(1, 1, 1, 1));
    Operation relu = model.add(new Operation("ReLU", "opset1", "relu").addInput(conv.output(0)));
    model.add(
        new Operation("Result", "opset1", "result")
            .addInput(relu.addOutput(ElementType.F32, PartialShape.of(1, 1, 1, 1))));
    OptimizedModel models = OptimizedModel.of("m", model);
    TestContext context =
        new TestContext()
            .measuring(
                (m, requests, samples) -> {
                  throw new InputException("NaN or infinity");
                });
    BiasCorrection.Settings settings = new BiasCorrection.Settings(50, 1000, 50, 4, 0.05, true);
    List<Layer> layers = List.of(Layer.of("m", conv).orElseThrow());

    assertThat(new Sequence(models.copy(), layers, settings, context).corrections(models))
        .isEmpty();
    assertThat(context.notes())
        .containsExactly("bias correction, front to back: what layers lack is not finite");
  }

  @Example
  void oneSampleTellsNothingOfNoise() {
    assertThat(Sequence.shrunk(new float[] {2, 0}, new float[] {4, 0}, 1)).containsExactly(2, 0);
  }
}
