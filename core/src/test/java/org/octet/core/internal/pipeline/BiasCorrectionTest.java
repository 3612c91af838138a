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
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.calibration.StatisticsCollector;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** Bias correction front to back in a pipeline, run by the real runtime. */
class BiasCorrectionTest {
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());

  private static final Samples SAMPLES =
      Samples.subset(new RandomSamples(24, Shape.of(1, 3, 33, 40)), 300);

  private static final List<String> LAYERS = List.of("conv1", "conv2", "conv3", "conv4", "conv5");

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static NamedAlgorithm algorithm(String name, Map<String, ?> parameters) {
    AlgorithmProvider provider =
        ServiceLoader.load(AlgorithmProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow();
    List<String> complaints = new ArrayList<>();
    NamedAlgorithm made =
        new NamedAlgorithm(
            name,
            provider.create(provider.parameters().check(parameters, "", complaints)),
            List.of());
    assertThat(complaints).isEmpty();
    return made;
  }

  private static TargetDevice device() {
    return ServiceLoader.load(TargetDeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals("ANY"))
        .findFirst()
        .orElseThrow()
        .device();
  }

  private static PipelineResult run(int threads, NamedAlgorithm... others) {
    List<NamedAlgorithm> algorithms = new ArrayList<>();
    // coarse weights, so that their rounding is most of the error
    algorithms.add(algorithm("MinMaxQuantization", Map.of("weightBits", 4)));
    algorithms.addAll(List.of(others));
    return PipelineRunner.run(
        floats(),
        algorithms,
        SAMPLES,
        ENGINE,
        device(),
        Guard.of(null, true),
        TestRuntime.environment(runtime, threads),
        Optional.empty(),
        false);
  }

  private static OptimizedModel floats() {
    return OptimizedModel.of("m", GraphBuilder.residual(5));
  }

  private static NamedAlgorithm biases() {
    return algorithm("BiasCorrection", Map.of("weightBits", 4));
  }

  /** Squared differences of the means of layers, relative to the float model's means. */
  private static double shift(PipelineResult result) {
    Statistics then = means(floats());
    Statistics now = means(result.model());
    double signal = 0;
    double noise = 0;
    for (String layer : LAYERS) {
      float[] a = then.get(mean(layer));
      float[] b = now.get(mean(layer));
      for (int c = 0; c < a.length; c++) {
        signal += a[c] * a[c];
        noise += (a[c] - b[c]) * (a[c] - b[c]);
      }
    }
    return noise / signal;
  }

  private static Statistics means(OptimizedModel models) {
    return StatisticsCollector.collect(
        models,
        LAYERS.stream().map(BiasCorrectionTest::mean).toList(),
        SAMPLES,
        ENGINE,
        TestRuntime.environment(runtime, 2));
  }

  private static StatisticRequest mean(String layer) {
    TensorId tensor = new TensorId("m", layer + "/add", 0);
    return StatisticRequest.perChannel(tensor, Reducer.MEAN, Aggregator.MEAN, 1);
  }

  /** The analytic correction knows nothing of what errors do in a ReLU or a clamp. */
  @Test
  void layersHaveTheMeansOfTheFloatModel() {
    double fast = shift(run(2, algorithm("FastBiasCorrection", Map.of("weightBits", 4))));
    PipelineResult result = run(2, biases());
    assertThat(result.notes())
        .anyMatch(n -> n.startsWith("bias correction, front to back: kept for 4 of 4 layers"));
    assertThat(shift(result)).isLessThan(fast / 2).isLessThan(shift(run(2)) / 10);
  }

  @Test
  void outputsComeNearer() {
    double without = run(2).sqnr().get("scores");
    assertThat(run(2, biases()).sqnr().get("scores")).isGreaterThan(without + 1);
  }

  /** An algorithm that chooses bad codes, and says what there was before. */
  private record Spoiler(float steps) implements Algorithm {
    @Override
    public void register(OptimizedModel m, StatisticRequests r, AlgorithmContext c) {
      // needs nothing
    }

    @Override
    public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
      Model model = models.model("m");
      for (String layer : LAYERS) {
        Operation op = model.operation(layer).orElseThrow();
        FakeQuantize fq = FakeQuantize.of(op.input(1).source().operation()).orElseThrow();
        Tensor before = fq.data().operation().value();
        float[] values = Floats.read(before);
        int row = values.length / fq.inputRange().high().length;
        for (int i = 0; i < values.length; i++) {
          values[i] += (i % 2 * 2 - 1) * steps * fq.inputRange().high()[i / row] / 7;
        }
        models.rounded(TensorId.of("m", fq.operation().output(0)), before);
        fq.data().operation().setValue(Tensor.of(before.shape(), values));
      }
    }
  }

  @Test
  void nearestCodesComeBackWhereOthersHarm() {
    NamedAlgorithm spoiler = new NamedAlgorithm("Spoiler", new Spoiler(2), List.of());
    PipelineResult result = run(2, spoiler, biases());
    assertThat(result.notes()).anyMatch(n -> n.startsWith("weight rounding: not kept"));
    ModelInMemory expected = ModelSources.of(run(2, biases()).model().model("m"));
    ModelInMemory restored = ModelSources.of(result.model().model("m"));
    assertThat(restored.weights()).isEqualTo(expected.weights());
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBytes() {
    NamedAlgorithm[] one = {algorithm("WeightRounding", Map.of("judged", false)), biases()};
    NamedAlgorithm[] three = {algorithm("WeightRounding", Map.of("judged", false)), biases()};
    ModelInMemory first = ModelSources.of(run(1, one).model().model("m"));
    ModelInMemory second = ModelSources.of(run(3, three).model().model("m"));
    assertThat(second.xml()).isEqualTo(first.xml());
    assertThat(second.weights()).isEqualTo(first.weights());
  }
}
