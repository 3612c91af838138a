package org.octet.algorithms.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.TestContext;

/**
 * The whole algorithm on a model of one 1x1 convolution, which the test computes directly: the
 * evaluation is the true ratio of its outputs.
 */
class FastBiasCorrectionTest {
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 4;

  private final Random random = new Random(3);
  private final Model model = new Model("m", 11);
  private final float[] weight = new float[OUTPUTS * INPUTS];
  private final float[][] samples = new float[200][INPUTS];
  private final List<String> notes = new ArrayList<>();
  private Output parameter;
  private Operation convolution;

  @BeforeEach
  void build() {
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    for (float[] sample : samples) {
      for (int i = 0; i < INPUTS; i++) {
        sample[i] = 5 + (float) random.nextGaussian();
      }
    }
    Operation x = new Operation("Parameter", "opset1", "x");
    parameter = x.addOutput(ElementType.F32, PartialShape.of(1, INPUTS, 1, 1));
    model.add(x);
    Tensor w = Tensor.of(Shape.of(OUTPUTS, INPUTS, 1, 1), weight);
    convolution = new Operation("Convolution", "opset1", "conv").addInput(parameter);
    convolution.addInput(model.add(Operation.constant("w", w)).output(0));
    convolution.addOutput(ElementType.F32, PartialShape.of(1, OUTPUTS, 1, 1));
    model.add(convolution);
  }

  private Output relu(Output source) {
    Operation relu = new Operation("ReLU", "opset1", "relu").addInput(source);
    Output output = relu.addOutput(source.type(), source.shape());
    model.add(relu);
    return output;
  }

  private void result(Output source) {
    model.add(new Operation("Result", "opset1", "result").addInput(source));
  }

  private Operation bias(float... values) {
    long channels = values.length;
    Tensor value = Tensor.of(Shape.of(1, channels, 1, 1), values);
    Operation add = new Operation("Add", "opset1", "add").addInput(convolution.output(0));
    add.addInput(model.add(Operation.constant("b", value)).output(0));
    add.addOutput(ElementType.F32, convolution.output(0).shape());
    return model.add(add);
  }

  /** The mean over the samples, measured truly. */
  private final class Means implements Statistics {
    final Set<StatisticRequest> requests = new LinkedHashSet<>();

    @Override
    public float[] get(StatisticRequest request) {
      assertThat(requests).contains(request);
      assertThat(request.tensor().operation()).isEqualTo("x");
      float[] mean = new float[INPUTS];
      for (float[] sample : samples) {
        for (int i = 0; i < INPUTS; i++) {
          mean[i] += sample[i] / samples.length;
        }
      }
      return mean;
    }

    @Override
    public int samples() {
      return samples.length;
    }
  }

  private void run(int levels) {
    run(levels, 1);
  }

  private void run(int levels, int measured) {
    OptimizedModel models = OptimizedModel.of("m", model);
    Algorithm algorithm = algorithm();
    Means means = new Means();
    Model reference = model.copy();
    TestContext context =
        new TestContext().evaluating((m, count) -> evaluate(reference, levels, m, count));
    algorithm.register(models, means.requests::add, context);
    Algorithm second = algorithm();
    second.register(models, means.requests::add, context);
    assertThat(means.requests).hasSize(measured);
    if (levels > 0) {
      float[] bound = new float[OUTPUTS];
      float[] negative = new float[OUTPUTS];
      for (int i = 0; i < weight.length; i++) {
        bound[i / INPUTS] = Math.max(bound[i / INPUTS], Math.abs(weight[i]));
        negative[i / INPUTS] = -bound[i / INPUTS];
      }
      Input input = convolution.input(1);
      FakeQuantize.insert(
          model,
          "fq",
          input.source(),
          List.of(input),
          levels,
          new FakeQuantize.Range(Shape.of(OUTPUTS, 1, 1, 1), negative, bound));
    }
    algorithm.apply(models, means, context);
    notes.addAll(context.notes());
    Model once = model.copy();
    second.apply(models, means, context);
    assertThat(compute(model, weight, samples[0]))
        .as("a second algorithm in the list does not correct what the first has corrected")
        .containsExactly(compute(once, weight, samples[0]));
  }

  private static Algorithm algorithm() {
    FastBiasCorrectionProvider provider = new FastBiasCorrectionProvider();
    return provider.create(provider.parameters().check(Map.of(), "test", new ArrayList<>()));
  }

  /** What the model gives for a sample: bias Adds are followed up to the ReLU. */
  private static float[] compute(Model m, float[] w, float[] sample) {
    float[] out = new float[OUTPUTS];
    for (int i = 0; i < w.length; i++) {
      out[i / INPUTS] += w[i] * sample[i % INPUTS];
    }
    Operation op = m.operation("conv").orElseThrow();
    while (!op.output(0).consumers().isEmpty()) {
      op = op.output(0).consumers().get(0).operation();
      if (!op.is("Add")) {
        break;
      }
      float[] bias = bias(op);
      for (int o = 0; o < OUTPUTS; o++) {
        out[o] += bias[bias.length == 1 ? 0 : o];
      }
    }
    return out;
  }

  private static float[] bias(Operation add) {
    return Floats.read(OperationTraits.constantBehind(add.input(1).source()).orElseThrow().value());
  }

  /** The true ratio of the model's outputs. */
  private Evaluation evaluate(
      Model reference, int levels, OptimizedModel candidate, int maxSamples) {
    Model m = candidate.model("m");
    FakeQuantize fq = FakeQuantize.of(m.operation("fq").orElseThrow()).orElseThrow();
    assertThat(fq.levels()).isEqualTo(levels);
    float[] rounded = fq.fakeQuantize(weight, Shape.of(OUTPUTS, INPUTS, 1, 1));
    double signal = 0;
    double noise = 0;
    for (int s = 0; s < Math.min(maxSamples, samples.length); s++) {
      float[] expected = compute(reference, weight, samples[s]);
      float[] actual = compute(m, rounded, samples[s]);
      for (int o = 0; o < OUTPUTS; o++) {
        signal += (double) expected[o] * expected[o];
        noise += Math.pow((double) expected[o] - actual[o], 2);
      }
    }
    return new Evaluation(Map.of("out", 10 * Math.log10(signal / noise)), maxSamples);
  }

  private float[] trueShift() {
    FakeQuantize fq = FakeQuantize.of(model.operation("fq").orElseThrow()).orElseThrow();
    float[] rounded = fq.fakeQuantize(weight, Shape.of(OUTPUTS, INPUTS, 1, 1));
    float[] shift = new float[OUTPUTS];
    for (float[] sample : samples) {
      for (int i = 0; i < weight.length; i++) {
        shift[i / INPUTS] += (weight[i] - rounded[i]) * sample[i % INPUTS] / samples.length;
      }
    }
    return shift;
  }

  @Test
  void biasTakesOverTheTrueShiftOfTheMean() {
    Operation add = bias(1, 2, 3, 4);
    result(relu(add.output(0)));
    run(15);
    float[] expected = trueShift();
    for (int o = 0; o < OUTPUTS; o++) {
      assertThat(bias(add)[o]).isCloseTo(o + 1 + expected[o], within(1e-4f));
    }
    assertThat(notes).singleElement().asString().contains("kept for 1 of 1 layers");
    assertThat(model.operation("b")).isEmpty();
  }

  @Test
  void zeroBiasIsCorrectedToo() {
    Operation add = bias(0, 0, 0, 0);
    result(relu(add.output(0)));
    run(15);
    assertThat(bias(add)[0]).isCloseTo(trueShift()[0], within(1e-4f)).isNotZero();
  }

  @Test
  void scalarBiasBecomesOnePerChannel() {
    Operation add = bias(2);
    result(relu(add.output(0)));
    run(15);
    assertThat(add.input(1).source().shape()).isEqualTo(PartialShape.of(1, OUTPUTS, 1, 1));
    assertThat(bias(add)[3]).isCloseTo(2 + trueShift()[3], within(1e-4f));
  }

  @Test
  void biasOfAnotherReaderIsNotTouched() {
    Operation add = bias(1, 2, 3, 4);
    Operation other = new Operation("Sqrt", "opset1", "other").addInput(add.input(1).source());
    other.addOutput(ElementType.F32, PartialShape.of(1, OUTPUTS, 1, 1));
    model.add(other);
    result(relu(add.output(0)));
    run(15);
    assertThat(Floats.read(other.input(0).source().operation().value()))
        .containsExactly(1, 2, 3, 4);
    assertThat(bias(add)[0]).isNotEqualTo(1f);
  }

  @Test
  void layerWithoutABiasGetsOne() {
    convolution.output(0).names().add("kept");
    Output relu = relu(convolution.output(0));
    result(relu);
    run(15);
    Operation add = relu.operation().input(0).source().operation();
    assertThat(add.name()).isEqualTo("conv/bias");
    assertThat(add.output(0).names()).isEmpty();
    assertThat(convolution.output(0).names()).containsExactly("kept");
    assertThat(bias(add)[0]).isCloseTo(trueShift()[0], within(1e-4f));
  }

  @Test
  void correctionThatDoesNotHelpIsNotKept() {
    Operation add = bias(1, 2, 3, 4);
    result(relu(add.output(0)));
    // the mean of the calibration is far from what the evaluation sees
    for (int s = 100; s < samples.length; s++) {
      Arrays.fill(samples[s], -500);
    }
    run(15);
    assertThat(bias(add)).containsExactly(1, 2, 3, 4);
    assertThat(notes).singleElement().asString().contains("kept for 0 of 1 layers");
  }

  @Test
  void weightThatLosesNothingIsNotMeasured() {
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (i % INPUTS == 0 ? 127 : random.nextInt(255) - 127) * (1 + i / INPUTS) * 0.01f;
    }
    Operation constant = convolution.input(1).source().operation();
    constant.setValue(Tensor.of(constant.value().shape(), weight));
    result(relu(bias(1, 2, 3, 4).output(0)));
    run(255, 0);
    assertThat(notes).singleElement().asString().contains("no layer has a rounded weight");
  }

  @Test
  void floatWeightNeedsNothing() {
    result(relu(bias(1, 2, 3, 4).output(0)));
    run(0);
    assertThat(notes).singleElement().asString().contains("no layer has a rounded weight");
  }
}
