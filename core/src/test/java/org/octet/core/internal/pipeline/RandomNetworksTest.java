package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.octet.api.GuardSpec;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** Min-max quantization of random networks, run by the real runtime. */
class RandomNetworksTest {
  /** Below it the guard would have to repair, in dB. */
  private static final double SOUND = 8;

  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
  private static final RandomSamples LOADER = new RandomSamples(8, RandomNetworks.INPUT);

  private static InferenceRuntime runtime;

  @BeforeContainer
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterContainer
  static void close() {
    runtime.close();
  }

  private static TargetDevice device(String name) {
    return ServiceLoader.load(TargetDeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow()
        .device();
  }

  private static NamedAlgorithm minMax(String preset) {
    AlgorithmProvider provider =
        ServiceLoader.load(AlgorithmProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("MinMaxQuantization"))
            .findFirst()
            .orElseThrow();
    return new NamedAlgorithm(
        provider.name(),
        provider.create(
            provider.parameters().check(Map.of("preset", preset), "", new ArrayList<>())),
        List.of());
  }

  private static PipelineResult quantize(Model model, boolean performance) {
    return PipelineRunner.run(
        OptimizedModel.of("m", model),
        List.of(minMax(performance ? "performance" : "mixed")),
        Samples.subset(LOADER, 300),
        ENGINE,
        device(performance ? "ANY" : "CPU"),
        Guard.of(new GuardSpec(true, SOUND, 8), false),
        TestRuntime.environment(runtime, 2),
        Optional.empty(),
        false);
  }

  /** A property says nothing about what the networks do not have. */
  @Example
  void theNetworksHaveWhatIsQuantized() {
    Set<String> types = new TreeSet<>();
    for (long seed = 0; seed < 50; seed++) {
      RandomNetworks.of(seed).operations().forEach(op -> types.add(op.type()));
    }
    assertThat(types)
        .contains("Convolution", "GroupConvolution", "MatMul", "Add", "Multiply", "Concat")
        .contains("MaxPool", "AvgPool", "ReduceMean", "SoftMax", "Transpose", "Sigmoid");
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF, seed = "1")
  void aRandomNetworkIsQuantizedSoundly(@ForAll long seed, @ForAll boolean performance) {
    soundly(seed, performance);
  }

  @Tag("full")
  @Property(tries = 3000, shrinking = ShrinkingMode.OFF, seed = "2")
  void thousandsOfRandomNetworksAreQuantizedSoundly(
      @ForAll long seed, @ForAll boolean performance) {
    soundly(seed, performance);
  }

  private static void soundly(long seed, boolean performance) {
    Model model = RandomNetworks.of(seed);
    PipelineResult result = quantize(model, performance);
    // it has loaded, run, and stayed near the float model, or the guard would have thrown
    assertThat(result.sqnr().values()).isNotEmpty().allMatch(dB -> dB >= SOUND);
    everyOperationIsAccountedFor(model, result);
  }

  private static void everyOperationIsAccountedFor(Model model, PipelineResult result) {
    Map<String, String> reasons =
        result.operations().stream()
            .collect(Collectors.toMap(OperationEntry::name, OperationEntry::reason));
    Model quantized = result.model().model("m");
    for (Operation op : model.operations()) {
      if (!op.is("Convolution", "GroupConvolution", "MatMul")) {
        continue;
      }
      String reason = reasons.get(op.name());
      assertThat(reason).as(op.name()).isNotNull();
      assertThat(isQuantized(quantized.operation(op.name()).orElseThrow(), 0))
          .as(
              "%s is %s and reads %s",
              op.name(),
              reason,
              quantized.operation(op.name()).orElseThrow().input(0).source().operation())
          .isEqualTo(reason.equals("quantized"));
    }
  }

  /** Whether an input is quantized, past what only moves values. */
  private static boolean isQuantized(Operation op, int input) {
    Operation source = op.input(input).source().operation();
    if (FakeQuantize.of(source).isPresent()) {
      return true;
    }
    int data = source.is("Concat") ? source.inputs().size() : 1;
    return source.is("Concat", "MaxPool", "Reshape", "Transpose")
        && IntStream.range(0, data).allMatch(i -> isQuantized(source, i));
  }
}
