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
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** Rounding of weights in a pipeline, run by the real runtime. */
class WeightRoundingTest {
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

  /** Bright and dark pictures: what all pixels have in common is most of what there is. */
  private record Pictures() implements DataLoader {
    private static final RandomSamples NOISE = new RandomSamples(24, Shape.of(1, 3, 33, 40));

    @Override
    public int size() {
      return NOISE.size();
    }

    @Override
    public Sample get(int index) {
      float[] values = NOISE.tensor(index).toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] = 1 + index % 5 + 0.05f * values[i];
      }
      return Sample.of("p" + index, Tensor.of(NOISE.shape(), values), Optional.empty());
    }
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

  private static PipelineResult run(boolean rounding, int threads) {
    List<NamedAlgorithm> algorithms = new ArrayList<>();
    // coarse weights, so that their rounding is most of the error
    algorithms.add(algorithm("MinMaxQuantization", Map.of("weightBits", 4)));
    if (rounding) {
      algorithms.add(algorithm("WeightRounding", Map.of()));
    }
    return PipelineRunner.run(
        OptimizedModel.of("m", GraphBuilder.residual(5)),
        algorithms,
        Samples.subset(new Pictures(), 300),
        ENGINE,
        device(),
        Guard.of(null, true),
        TestRuntime.environment(runtime, threads),
        Optional.empty(),
        false);
  }

  @Test
  void errorsOfWeightsCancel() {
    PipelineResult nearest = run(false, 2);
    PipelineResult rounded = run(true, 2);
    assertThat(rounded.notes()).anyMatch(n -> n.startsWith("weight rounding: kept"));
    assertThat(rounded.sqnr().get("scores")).isGreaterThan(nearest.sqnr().get("scores") + 3);
    assertThat(rounded.quantizers()).hasSameSizeAs(nearest.quantizers());
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBytes() {
    ModelInMemory one = ModelSources.of(run(true, 1).model().model("m"));
    ModelInMemory three = ModelSources.of(run(true, 3).model().model("m"));
    assertThat(three.xml()).isEqualTo(one.xml());
    assertThat(three.weights()).isEqualTo(one.weights());
  }
}
