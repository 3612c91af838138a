package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.GuardSpec;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.Prediction;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.plugin.Plugin;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.Bootstrap;
import org.octet.core.internal.calibration.RawTensors;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;
import org.octet.core.internal.pipeline.PotFormulas.Ends;

/**
 * With {@code placement=pot} and {@code estimator=pot}, quantizers are where POT 2023.3 puts them
 * on four networks. Those of weights have the ranges of its formulas to the last bit, those of
 * activations to 1e-6, computed anew from the weights and from the whole tensors of each sample.
 */
class PotRangesTest {
  private static final int SAMPLES = 3;
  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** A network, and how many quantizers of weights and of activations POT puts into it. */
  private record Net(String file, int side, int weights, int activations) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static Stream<Arguments> networks() {
    return Stream.of(
            new Net("cifar10/SampLeNet.xml", 32, 5, 5),
            new Net("cifar10/resnet20_cifar10.onnx", 32, 20, 30),
            new Net("imagenet/squeezenet1.1.onnx", 224, 26, 27),
            new Net("imagenet/mobilenet_v2_1.0_224.onnx", 224, 53, 64))
        .flatMap(
            net ->
                Stream.of("performance", "mixed", "accuracy")
                    .map(preset -> Arguments.of(net, preset)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void quantizersArePots(Net net, String preset) {
    Path file = Path.of(System.getProperty("octet.data", "")).resolve(net.file());
    Assumptions.assumeTrue(Files.exists(file), () -> "no test data: " + file);
    List<Tensor> inputs = inputs(net.side());
    Model floats = load(file);
    Model quantized = quantize(floats, inputs, preset);
    Map<Boolean, List<FakeQuantize>> ofConstants =
        quantized.ofType(OperationTypes.FAKE_QUANTIZE).stream()
            .map(FakeQuantize::of)
            .flatMap(Optional::stream)
            .collect(Collectors.partitioningBy(q -> q.data().operation().isConstant()));
    List<FakeQuantize> weights = ofConstants.get(true);
    List<FakeQuantize> activations = ofConstants.get(false);
    assertThat(weights).hasSize(net.weights());
    assertThat(activations).hasSize(net.activations());

    weights.forEach(q -> checkWeights(q, preset.equals("accuracy")));
    checkActivations(floats, activations, inputs, preset.equals("performance"));
  }

  private static void checkWeights(FakeQuantize each, boolean asymmetric) {
    Tensor constant = each.data().operation().value();
    float[][] channels = byChannel(constant, axis(each.inputRange().shape(), constant.shape()));
    Ends expected =
        asymmetric
            ? PotFormulas.asymmetricWeights(channels)
            : PotFormulas.symmetricWeights(channels);
    assertThat(each.levels()).isEqualTo(asymmetric ? 256 : 255);
    isExactly(each, each.inputRange().low(), expected.low());
    isExactly(each, each.inputRange().high(), expected.high());
    assertThat(each.outputRange().high()).isEqualTo(each.inputRange().high());
    assertThat(each.outputRange().low()).isEqualTo(each.inputRange().low());
  }

  private static void checkActivations(
      Model floats, List<FakeQuantize> quantizers, List<Tensor> inputs, boolean symmetric) {
    List<TensorId> tensors =
        quantizers.stream().map(q -> TensorId.of("m", q.data())).distinct().toList();
    Map<TensorId, List<Tensor>> values = new LinkedHashMap<>();
    try (RawTensors raw = new RawTensors(runtime, floats, tensors)) {
      for (Tensor input : inputs) {
        raw.of(input).forEach((id, v) -> values.computeIfAbsent(id, k -> new ArrayList<>()).add(v));
      }
    }
    Map<FakeQuantize, Ends> own = new LinkedHashMap<>();
    for (FakeQuantize q : quantizers) {
      List<float[][]> samples =
          values.get(TensorId.of("m", q.data())).stream()
              .map(v -> isDepthwise(q) ? byChannel(v, 1) : new float[][] {v.toFloats()})
              .toList();
      own.put(q, PotFormulas.activations(samples, symmetric));
    }
    for (FakeQuantize q : quantizers) {
      Ends expected = own.get(q);
      for (FakeQuantize other : quantizers) {
        expected = joinedWith(q, other) ? expected.union(own.get(other)) : expected;
      }
      assertThat(q.levels()).isEqualTo(256);
      isNear(q, q.inputRange().low(), expected.low(), expected);
      isNear(q, q.inputRange().high(), expected.high(), expected);
      assertThat(q.outputRange().low()).isEqualTo(q.inputRange().low());
      assertThat(q.outputRange().high()).isEqualTo(q.inputRange().high());
    }
  }

  /** Whether both are read by one Concat, which has one range. */
  private static boolean joinedWith(FakeQuantize a, FakeQuantize b) {
    return readers(a).anyMatch(r -> r.is("Concat") && readers(b).anyMatch(r::equals));
  }

  private static boolean isDepthwise(FakeQuantize q) {
    return readers(q).allMatch(OperationTraits::isDepthwise);
  }

  private static Stream<Operation> readers(FakeQuantize q) {
    return q.operation().output(0).consumers().stream().map(Input::operation);
  }

  private static void isExactly(FakeQuantize q, float[] actual, double[] expected) {
    assertThat(actual).as(q.operation().name()).hasSameSizeAs(expected);
    for (int c = 0; c < actual.length; c++) {
      assertThat(actual[c])
          .as("%s, channel %d", q.operation().name(), c)
          .isEqualTo((float) expected[c]);
    }
  }

  /** To 1e-6 of the range's own size. */
  private static void isNear(FakeQuantize q, float[] actual, double[] expected, Ends ends) {
    assertThat(actual).as(q.operation().name()).hasSameSizeAs(expected);
    for (int c = 0; c < actual.length; c++) {
      double size = Math.max(Math.abs(ends.low()[c]), Math.abs(ends.high()[c]));
      assertThat((double) actual[c])
          .as("%s, channel %d", q.operation().name(), c)
          .isCloseTo(expected[c], within(1e-6 * size));
    }
  }

  /** The elements by their position on an axis. */
  private static float[][] byChannel(Tensor tensor, int axis) {
    float[] values = tensor.toFloats();
    int channels = Math.toIntExact(tensor.shape().dim(axis));
    int inner = 1;
    for (int d = axis + 1; d < tensor.shape().rank(); d++) {
      inner *= Math.toIntExact(tensor.shape().dim(d));
    }
    float[][] sorted = new float[channels][values.length / channels];
    int[] filled = new int[channels];
    for (int i = 0; i < values.length; i++) {
      int c = i / inner % channels;
      sorted[c][filled[c]++] = values[i];
    }
    return sorted;
  }

  /** The axis of the channels, counted in the weights' shape. */
  private static int axis(Shape range, Shape weights) {
    for (int d = 0; d < range.rank(); d++) {
      if (range.dim(d) > 1) {
        return d + weights.rank() - range.rank();
      }
    }
    throw new AssertionError("one range for a whole tensor: " + range);
  }

  private static Model load(Path file) {
    try (Octet octet = Bootstrap.create()) {
      return octet.loadModel(List.of(ModelSpec.of(file))).models().values().iterator().next();
    }
  }

  /** The network with its quantizers, before weights are stored as integers. */
  private static Model quantize(Model floats, List<Tensor> inputs, String preset) {
    Recorder recorder = new Recorder();
    PipelineRunner.run(
        OptimizedModel.of("m", floats.copy()),
        List.of(minMax(preset), new NamedAlgorithm("recorder", recorder, List.of())),
        Samples.subset(loader(inputs), SAMPLES),
        (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty()),
        device(),
        Guard.of(new GuardSpec(false, null, null, null, null), false),
        TestRuntime.environment(runtime, 2),
        Optional.empty(),
        false);
    return recorder.seen.model("m");
  }

  private static final class Recorder implements Algorithm {
    private OptimizedModel seen;

    @Override
    public void register(
        OptimizedModel model, StatisticRequests requests, AlgorithmContext context) {
      // measures nothing
    }

    @Override
    public void apply(OptimizedModel model, Statistics statistics, AlgorithmContext context) {
      seen = model.copy();
    }
  }

  private static NamedAlgorithm minMax(String preset) {
    AlgorithmProvider provider = plugin(AlgorithmProvider.class, "MinMaxQuantization");
    Map<String, String> parameters =
        Map.of("estimator", "pot", "placement", "pot", "preset", preset, "saturationFix", "no");
    return new NamedAlgorithm(
        provider.name(),
        provider.create(provider.parameters().check(parameters, "", new ArrayList<>())),
        List.of());
  }

  private static TargetDevice device() {
    return plugin(TargetDeviceProvider.class, "CPU").device();
  }

  private static <T extends Plugin> T plugin(Class<T> type, String name) {
    return ServiceLoader.load(type).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Tensor> inputs(int side) {
    Random random = new Random(3);
    List<Tensor> inputs = new ArrayList<>();
    for (int s = 0; s < SAMPLES; s++) {
      float[] values = new float[3 * side * side];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.add(Tensor.of(Shape.of(1, 3, side, side), values));
    }
    return inputs;
  }

  private static DataLoader loader(List<Tensor> inputs) {
    return new DataLoader() {
      @Override
      public int size() {
        return inputs.size();
      }

      @Override
      public Sample get(int index) {
        return Sample.of("sample " + index, inputs.get(index), Optional.empty());
      }
    };
  }
}
