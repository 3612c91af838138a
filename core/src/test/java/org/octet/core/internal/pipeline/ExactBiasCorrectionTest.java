package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.algorithms.biascorrection.internal.FastBiasCorrectionProvider;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.TestContext;
import org.octet.core.internal.calibration.CollectedStatistics;
import org.octet.core.internal.calibration.RequestList;
import org.octet.core.internal.calibration.StatisticsCollector;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/**
 * What bias correction adds to a bias is the mean, over samples and positions, of what the runtime
 * computes with the rounding error of the weights in place of the weights.
 */
class ExactBiasCorrectionTest {
  private static final int SAMPLES = 3;
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** The first candidate, which has no correction, is the worst: all corrections are kept. */
  private static TestContext keepAll() {
    TestContext context = new TestContext();
    return context.evaluating(
        (model, samples) ->
            new Evaluation(Map.of("y", context.evaluated().size() == 1 ? 0.0 : 10.0), 1));
  }

  /** What is added to the bias of a layer whose weights are rounded after the calibration. */
  private static double[] shift(
      Model original, Operation layer, IntFunction<Tensor> samples, int threads) {
    Model model = original.copy();
    Input weight = model.operation(layer.name()).orElseThrow().input(1);
    FastBiasCorrectionProvider provider = new FastBiasCorrectionProvider();
    Algorithm algorithm =
        provider.create(
            provider.parameters().check(Map.of("weightBits", 4), "test", new ArrayList<>()));
    TestContext context = keepAll();
    OptimizedModel models = OptimizedModel.of("m", model);
    RequestList requests = new RequestList(models);
    algorithm.register(models, requests, context);
    CollectedStatistics statistics =
        StatisticsCollector.collect(
            models,
            requests.requests(),
            Samples.subset(loader(samples), SAMPLES),
            ENGINE,
            TestRuntime.environment(runtime, threads));
    quantize(model, weight);
    float[] before = bias(weight.operation());
    algorithm.apply(models, statistics, context);
    assertThat(context.notes())
        .allSatisfy(note -> assertThat(note).contains("kept for 1 of 1 layers"));
    float[] after = bias(weight.operation());
    return IntStream.range(0, after.length)
        .mapToDouble(i -> (double) after[i] - (before.length == 0 ? 0 : before[i]))
        .toArray();
  }

  private static DataLoader loader(IntFunction<Tensor> samples) {
    return new DataLoader() {
      @Override
      public int size() {
        return SAMPLES;
      }

      @Override
      public Sample get(int index) {
        return Sample.of("sample-" + index, samples.apply(index), Optional.empty());
      }
    };
  }

  private static FakeQuantize quantize(Model model, Input weight) {
    Output data = weight.source();
    float most = 0;
    for (float v : Floats.read(data.operation().value())) {
      most = Math.max(most, Math.abs(v));
    }
    // the largest weight is cut off, so that even a few are rounded
    FakeQuantize.Range range = FakeQuantize.Range.scalar(-0.9f * most, 0.9f * most);
    return FakeQuantize.insert(model, "fq", data, List.of(weight), 15, range);
  }

  private static float[] bias(Operation layer) {
    Operation next = layer.output(0).consumers().get(0).operation();
    return next.is("Add") ? Floats.read(next.input(1).source().operation().value()) : new float[0];
  }

  /** The weights as they are rounded, or what the rounding takes away. */
  private static float[] weights(Model original, Operation layer, boolean error) {
    Model model = original.copy();
    Input copy = model.operation(layer.name()).orElseThrow().input(1);
    FakeQuantize quantizer = quantize(model, copy);
    Tensor value = value(layer);
    float[] values = value.toFloats();
    float[] rounded = quantizer.fakeQuantize(values.clone(), value.shape());
    for (int i = 0; error && i < values.length; i++) {
      rounded[i] = values[i] - rounded[i];
    }
    return rounded;
  }

  private static Tensor value(Operation layer) {
    return layer.input(1).source().operation().value();
  }

  /** The mean per channel of a layer's result with other weights, as the runtime computes it. */
  private static double[] means(
      Model original, Operation layer, float[] weights, IntFunction<Tensor> samples) {
    Model model = original.copy();
    Operation copy = model.operation(layer.name()).orElseThrow();
    copy.input(1).source().operation().setValue(Tensor.of(value(layer).shape(), weights));
    model.results().forEach(model::remove);
    model.add(new Operation("Result", "opset1", "raw")).addInput(copy.output(0));
    PartialShape shape = layer.output(0).shape();
    double[] means = new double[(int) shape.dim(1).min()];
    try (CompiledModel compiled =
            runtime.compile(ModelSources.of(model), CompileOptions.of("CPU", 1));
        InferRequest request = compiled.createRequest()) {
      for (int s = 0; s < SAMPLES; s++) {
        request.setInput(0, samples.apply(s));
        request.infer();
        Tensor output = request.output(0);
        assertThat(output.shape()).as("%s", layer).isEqualTo(shape.toShape().orElseThrow());
        float[] values = output.toFloats();
        int positions = values.length / means.length;
        for (int i = 0; i < values.length; i++) {
          means[i / positions] += values[i] / (double) positions / SAMPLES;
        }
      }
    }
    return means;
  }

  static LongStream seeds() {
    return LongStream.range(0, 120)
        .filter(seed -> new RandomLayer(seed).seesItsInput())
        .filter(seed -> new RandomLayer(seed).weightsPerChannel() > 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isWhatTheRoundingTakesAway(long seed) {
    RandomLayer layer = new RandomLayer(seed);
    RandomSamples loader = new RandomSamples(SAMPLES, layer.inputShape());
    double[] expected =
        means(
            layer.model(),
            layer.operation(),
            weights(layer.model(), layer.operation(), true),
            loader::tensor);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(largest).as("%s", layer).isPositive();
    double[] shift = shift(layer.model(), layer.operation(), loader::tensor, 2);
    assertThat(shift).as("%s", layer).containsExactly(expected, within(1e-5 * largest));
  }

  /** A random map whose neighbours are alike. */
  private static Tensor smooth(int index, Shape shape) {
    int side = (int) shape.dim(2);
    float[] values = new RandomSamples(SAMPLES, shape).tensor(index).toFloats();
    for (int i = 0; i < values.length; i++) {
      float left = i % side == 0 ? 0 : values[i - 1];
      float above = i / side % side == 0 ? 0 : values[i - side];
      values[i] = 0.5f * (left + above) + 0.3f * values[i];
    }
    return Tensor.of(shape, values);
  }

  /** Each channel filled with its mean over all samples. */
  private static Tensor constant(Shape shape) {
    float[] values = new float[(int) shape.elements()];
    int positions = (int) (shape.dim(2) * shape.dim(3));
    double[] means = new double[(int) shape.dim(1)];
    for (int s = 0; s < SAMPLES; s++) {
      float[] sample = smooth(s, shape).toFloats();
      for (int i = 0; i < values.length; i++) {
        means[i / positions] += sample[i] / (double) positions / SAMPLES;
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) means[i / positions];
    }
    return Tensor.of(shape, values);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  /**
   * The usual fast bias correction compares the mean of the float layer on the samples with the
   * rounded layer on a constant map of channel means; what that adds is mostly no rounding at all.
   */
  @ParameterizedTest
  @ValueSource(ints = {4, 7, 14})
  void onSmallMapsIsMuchNearerThanTheComparisonWithAConstantMap(int side) {
    Shape shape = Shape.of(1, 16, side, side);
    GraphBuilder g = new GraphBuilder(side);
    Output x = g.parameter("x", PartialShape.of(shape));
    g.result("y", g.relu("relu", g.convolution("layer", x, 24, 3, 1)));
    Model model = g.model();
    Operation layer = model.operation("layer").orElseThrow();
    IntFunction<Tensor> samples = i -> smooth(i, shape);
    double[] exact = means(model, layer, weights(model, layer, true), samples);
    double[] usual = means(model, layer, value(layer).toFloats(), samples);
    double[] onConstant = means(model, layer, weights(model, layer, false), i -> constant(shape));
    for (int i = 0; i < usual.length; i++) {
      usual[i] -= onConstant[i];
    }
    double[] ours = shift(model, layer, samples, 2);
    assertThat(distance(ours, exact)).isLessThanOrEqualTo(0.1 * distance(usual, exact));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8})
  void isTheSameToTheBitForAnyNumberOfThreads(int threads) {
    for (long seed = 0; seed < 10; seed++) {
      RandomLayer layer = new RandomLayer(seed);
      RandomSamples loader = new RandomSamples(SAMPLES, layer.inputShape());
      double[] one = shift(layer.model(), layer.operation(), loader::tensor, 1);
      double[] many = shift(layer.model(), layer.operation(), loader::tensor, threads);
      assertThat(many).as("%s", layer).isEqualTo(one);
    }
  }
}
