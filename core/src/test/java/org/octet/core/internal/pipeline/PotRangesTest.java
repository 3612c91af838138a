package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.octet.api.model.Model;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Plugin;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.Bootstrap;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/**
 * With {@code estimator=pot}, quantizers are where POT 2023.3 puts them on four networks, and those
 * of weights have its ranges to the last bit: largest magnitude of the channel, at least a
 * hundredth of the layer's.
 */
class PotRangesTest {
  private static final int SAMPLES = 3;

  @ParameterizedTest
  @CsvSource({
    "cifar10/SampLeNet.xml, 32, 5, 5",
    "cifar10/resnet20_cifar10.onnx, 32, 20, 30",
    "imagenet/squeezenet1.1.onnx, 224, 26, 27",
    "imagenet/mobilenet_v2_1.0_224.onnx, 224, 53, 64"
  })
  void quantizersArePots(String file, int side, int weights, int activations) {
    Path model = Path.of(System.getProperty("octet.data", "")).resolve(file);
    Assumptions.assumeTrue(Files.exists(model), () -> "no test data: " + model);
    List<float[]> inputs = inputs(side);
    Model quantized = quantize(model, loader(inputs, side));
    int ofWeights = 0;
    int ofInput = 0;
    List<FakeQuantize> all =
        quantized.ofType(OperationTypes.FAKE_QUANTIZE).stream()
            .map(FakeQuantize::of)
            .flatMap(Optional::stream)
            .toList();
    for (FakeQuantize each : all) {
      if (each.data().operation().isConstant()) {
        checkWeights(each);
        ofWeights++;
      } else if (each.data().operation().type().equals(OperationTypes.PARAMETER)) {
        checkInput(each, inputs);
        ofInput++;
      }
    }
    assertThat(ofWeights).isEqualTo(weights);
    assertThat(all).hasSize(weights + activations);
    assertThat(ofInput).isEqualTo(1);
  }

  /** The network with its quantizers, before weights are stored as integers. */
  private static Model quantize(Path file, DataLoader loader) {
    Recorder recorder = new Recorder();
    try (Octet octet = Bootstrap.create();
        InferenceRuntime runtime = TestRuntime.open()) {
      Model floats =
          octet.loadModel(List.of(ModelSpec.of(file))).models().values().iterator().next();
      PipelineRunner.run(
          OptimizedModel.of("m", floats),
          List.of(minMax(), new NamedAlgorithm("recorder", recorder, List.of())),
          Samples.subset(loader, SAMPLES),
          (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty()),
          device(),
          Guard.of(new GuardSpec(false, null, null, null, null), false),
          TestRuntime.environment(runtime, 2),
          Optional.empty(),
          false);
    }
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

  private static NamedAlgorithm minMax() {
    AlgorithmProvider provider = plugin(AlgorithmProvider.class, "MinMaxQuantization");
    Map<String, String> parameters = Map.of("estimator", "pot", "saturationFix", "no");
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

  private static void checkWeights(FakeQuantize each) {
    Tensor constant = each.data().operation().value();
    float[] values = constant.toFloats();
    float[] high = each.inputRange().high();
    int channels = high.length;
    int axis = axis(each.inputRange().shape(), constant.shape());
    int inner = 1;
    for (int d = axis + 1; d < constant.shape().rank(); d++) {
      inner *= Math.toIntExact(constant.shape().dim(d));
    }
    float[] magnitude = new float[channels];
    float largest = 0;
    for (int i = 0; i < values.length; i++) {
      int c = i / inner % channels;
      magnitude[c] = Math.max(magnitude[c], Math.abs(values[i]));
      largest = Math.max(largest, magnitude[c]);
    }
    float least = Math.max(8e-5f, 0.01f * largest);
    assertThat(each.levels()).isEqualTo(255);
    for (int c = 0; c < channels; c++) {
      float expected = Math.max(least, magnitude[c]);
      assertThat(high[c]).isEqualTo(expected);
      assertThat(each.inputRange().low()[c]).isEqualTo(-expected);
    }
    assertThat(each.outputRange().high()).isEqualTo(high);
    assertThat(each.outputRange().low()).isEqualTo(each.inputRange().low());
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

  /** Symmetric, signed: the mean of the samples' largest magnitudes. */
  private static void checkInput(FakeQuantize each, List<float[]> inputs) {
    double sum = 0;
    for (float[] values : inputs) {
      float largest = 0;
      for (float v : values) {
        largest = Math.max(largest, Math.abs(v));
      }
      sum += largest;
    }
    double high = sum / inputs.size();
    assertThat((double) each.inputRange().high()[0]).isCloseTo(high, relative(high));
    double low = -high * 256 / 254;
    assertThat((double) each.inputRange().low()[0]).isCloseTo(low, relative(low));
  }

  private static Offset<Double> relative(double value) {
    return Offset.offset(1e-6 * Math.abs(value));
  }

  private static List<float[]> inputs(int side) {
    Random random = new Random(3);
    List<float[]> inputs = new ArrayList<>();
    for (int s = 0; s < SAMPLES; s++) {
      float[] values = new float[3 * side * side];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.add(values);
    }
    return inputs;
  }

  private static DataLoader loader(List<float[]> inputs, int side) {
    return new DataLoader() {
      @Override
      public int size() {
        return inputs.size();
      }

      @Override
      public Sample get(int index) {
        Tensor tensor = Tensor.of(Shape.of(1, 3, side, side), inputs.get(index));
        return Sample.of("sample " + index, tensor, Optional.empty());
      }
    };
  }
}
