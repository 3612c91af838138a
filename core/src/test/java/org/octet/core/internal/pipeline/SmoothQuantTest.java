package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.calibration.CollectedStatistics;
import org.octet.core.internal.calibration.RequestList;
import org.octet.core.internal.calibration.StatisticsCollector;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** SmoothQuant in a pipeline, run by the real runtime. */
class SmoothQuantTest {
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
  private static final int ROWS = 12;
  private static final int CHANNELS = 32;

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /**
   * An encoder layer: the normalization's gain is large in some channels, and read by a sum too.
   */
  private static final class Encoder {
    private final GraphBuilder g = new GraphBuilder(7);

    Model model() {
      Output x = g.parameter("x", PartialShape.of(1, ROWS, CHANNELS));
      Output normal = op("MVN", "norm", x.shape(), x, longs("norm/axes", 2));
      normal.operation().with("eps", "1e-5").with("eps_mode", "inside_sqrt");
      normal.operation().with("normalize_variance", "true");
      float[] gains = new float[CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        gains[c] = c % 11 == 3 ? 40 : 1;
      }
      Output gain = g.constant("gain", Shape.of(1, 1, CHANNELS), gains);
      Output gained = g.binary("Multiply", "gained", normal, gain);
      Output scores = product("scores", weighted("q", gained, 1), weighted("k", gained, 1), true);
      Output shares = op("Softmax", "softmax", scores.shape(), scores);
      shares.operation().with("axis", "-1");
      Output attended = product("attended", shares, weighted("v", gained, 1), false);
      Output sum = g.binary("Add", "sum", gained, weighted("out", attended, 1));
      Output inner = g.relu("relu", weighted("up", sum, 4));
      g.result("y", weighted("down", inner, 1));
      return g.model();
    }

    private Output op(String type, String name, PartialShape shape, Output... inputs) {
      String opset = type.equals("MVN") ? "opset6" : type.equals("Softmax") ? "opset8" : "opset1";
      Operation op = g.model().add(new Operation(type, opset, name));
      List.of(inputs).forEach(op::addInput);
      return op.addOutput(ElementType.F32, shape);
    }

    private Output longs(String name, long... values) {
      Tensor tensor = Tensor.ofLongs(Shape.of(values.length), values);
      return g.model().add(Operation.constant(name, tensor)).output(0);
    }

    private Output product(String name, Output a, Output b, boolean transposed) {
      long columns = transposed ? b.shape().dim(1).min() : b.shape().dim(2).min();
      Output out = op("MatMul", name, PartialShape.of(1, ROWS, columns), a, b);
      out.operation().with("transpose_a", "false");
      out.operation().with("transpose_b", Boolean.toString(transposed));
      return out;
    }

    private Output weighted(String name, Output input, int times) {
      int in = (int) input.shape().dim(2).min();
      int out = CHANNELS * times;
      double sigma = name.equals("q") || name.equals("k") ? 0.002 : 0.1;
      Output weight = g.constant(name + "/weight", Shape.of(out, in), g.gaussian(out * in, sigma));
      Output product = op("MatMul", name, PartialShape.of(1, ROWS, out), input, weight);
      product.operation().with("transpose_a", "false").with("transpose_b", "true");
      return product;
    }
  }

  private static NamedAlgorithm algorithm(String name) {
    AlgorithmProvider provider =
        ServiceLoader.load(AlgorithmProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new NamedAlgorithm(
        name,
        provider.create(provider.parameters().check(Map.of(), "", new ArrayList<>())),
        List.of());
  }

  private static TargetDevice device() {
    return ServiceLoader.load(TargetDeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals("ANY"))
        .findFirst()
        .orElseThrow()
        .device();
  }

  private static PipelineResult run(int threads, String... algorithms) {
    return PipelineRunner.run(
        OptimizedModel.of("m", new Encoder().model()),
        List.of(algorithms).stream().map(SmoothQuantTest::algorithm).toList(),
        samples(),
        ENGINE,
        device(),
        Guard.of(null, true),
        TestRuntime.environment(runtime, threads),
        Optional.empty(),
        false);
  }

  private static Samples samples() {
    return Samples.subset(new RandomSamples(24, Shape.of(1, ROWS, CHANNELS)), 24);
  }

  @Test
  void outputsComeNearerAndBiasesAreCorrectedForIt() {
    PipelineResult plain = run(2, "MinMaxQuantization");
    PipelineResult smooth = run(2, "SmoothQuant", "MinMaxQuantization");
    assertThat(smooth.notes()).anyMatch(n -> n.startsWith("SmoothQuant: "));
    assertThat(smooth.notes()).anyMatch(n -> n.contains("of rescaled channels, by"));
    assertThat(smooth.sqnr().get("y")).isGreaterThan(plain.sqnr().get("y") + 3);
    assertThat(smooth.quantizers()).hasSameSizeAs(plain.quantizers());
    // the report names the tensor of the float model
    assertThat(smooth.quantizers()).anyMatch(q -> q.target().equals("gained:0"));
    PipelineResult corrected = run(2, "SmoothQuant", "MinMaxQuantization", "FastBiasCorrection");
    assertThat(corrected.sqnr().get("y")).isGreaterThanOrEqualTo(smooth.sqnr().get("y"));
  }

  @Test
  void withoutItsQuantizersAnOperationIsTheFloatModels() {
    Model floats = new Encoder().model();
    Model model = new Encoder().model();
    OptimizedModel quantized = quantized(OptimizedModel.of("m", model));
    assertThat(model.ofType("FakeQuantize"))
        .anyMatch(fq -> fq.input(0).source().operation().name().endsWith("/rescaled"));
    Evaluator evaluator =
        new Evaluator(
            OptimizedModel.of("m", floats), samples(), ENGINE, TestRuntime.environment(runtime, 2));
    FloatReturn floatReturn = new FloatReturn(model, floats);
    FloatReturn.quantized(model).forEach(floatReturn::apply);
    assertThat(model.operations().stream().filter(op -> FakeQuantize.of(op).isPresent())).isEmpty();
    assertThat(evaluator.compare(quantized, 24).sqnr().get("y")).isGreaterThan(100);
    assertThat(model.operations()).hasSameSizeAs(floats.operations());
  }

  /** Quantizes in place, weights not stored yet. */
  private static OptimizedModel quantized(OptimizedModel models) {
    Environment environment = TestRuntime.environment(runtime, 2);
    OptimizedModel floats = models.copy();
    Evaluator evaluator = new Evaluator(floats, samples(), ENGINE, environment);
    PipelineContext context = new PipelineContext(device(), environment, evaluator, models);
    List<NamedAlgorithm> algorithms =
        List.of(algorithm("SmoothQuant"), algorithm("MinMaxQuantization"));
    RequestList requests = new RequestList(floats);
    algorithms.forEach(a -> a.algorithm().register(models, requests, context));
    CollectedStatistics statistics =
        StatisticsCollector.collect(floats, requests.requests(), samples(), ENGINE, environment);
    algorithms.forEach(a -> a.algorithm().apply(models, statistics.rescaledBy(models), context));
    return models;
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBytes() {
    ModelInMemory one =
        ModelSources.of(run(1, "SmoothQuant", "MinMaxQuantization").model().model("m"));
    ModelInMemory three =
        ModelSources.of(run(3, "SmoothQuant", "MinMaxQuantization").model().model("m"));
    assertThat(three.xml()).isEqualTo(one.xml());
    assertThat(three.weights()).isEqualTo(one.weights());
  }
}
