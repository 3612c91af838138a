package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.Model;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;
import org.octet.core.internal.ir.CanonicalNames;
import org.octet.core.internal.ir.IrReader;

/** Statistics of real networks against their raw tensors, channel by channel. */
class RealModelStatisticsTest {
  private static final int SAMPLES = 2;
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

  /** Least, largest and mean values of the channels over the samples. */
  private static final class Truth {
    private final float[] min;
    private final float[] max;
    private final double[] mean;
    private double largest;

    Truth(int channels) {
      min = new float[channels];
      max = new float[channels];
      mean = new double[channels];
      Arrays.fill(min, Float.POSITIVE_INFINITY);
      Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    void add(Tensor tensor) {
      float[] values = tensor.toFloats();
      int inner = values.length / min.length;
      for (int i = 0; i < values.length; i++) {
        int c = i / inner;
        min[c] = Math.min(min[c], values[i]);
        max[c] = Math.max(max[c], values[i]);
        mean[c] += (double) values[i] / inner / SAMPLES;
        largest = Math.max(largest, Math.abs(values[i]));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar10/resnet20_cifar10.onnx",
        "imagenet/squeezenet1.1.onnx",
        "imagenet/mobilenet_v2_1.0_224.onnx"
      })
  void agreeWithTheRawTensors(String file, @TempDir Path folder) {
    Path path = Path.of(System.getProperty("octet.data", ""), file);
    assumeTrue(Files.exists(path), () -> "no " + file + " under octet.data");
    ModelFiles files = runtime.importModel(path, folder);
    Model model = IrReader.read(files.model(), files.weights());
    CanonicalNames.apply(model);

    List<TensorId> tensors =
        ExecutionOrderTest.requests(model).stream()
            .map(StatisticRequest::tensor)
            .distinct()
            .filter(t -> !t.in(model).operation().is("Parameter"))
            .filter(t -> t.in(model).shape().rank() == 4)
            .toList();
    Shape input = model.parameters().get(0).output(0).shape().toShape().orElseThrow();
    RandomSamples loader = new RandomSamples(SAMPLES, input);
    CollectedStatistics statistics =
        StatisticsCollector.collect(
            OptimizedModel.of("m", model),
            perChannel(tensors),
            Samples.subset(loader, SAMPLES),
            ENGINE,
            TestRuntime.environment(runtime, 2));
    Map<TensorId, Truth> truths = truths(model, tensors, loader);
    for (TensorId tensor : tensors) {
      Truth truth = truths.get(tensor);
      assertThat(statistics.get(request(tensor, Reducer.MAX, Aggregator.MAX)))
          .as("maxima of %s", tensor)
          .isEqualTo(truth.max);
      boolean zero = OperationTraits.isNonNegative(tensor.in(model));
      assertThat(statistics.get(request(tensor, Reducer.MIN, Aggregator.MIN)))
          .as("minima of %s", tensor)
          .isEqualTo(zero ? new float[truth.min.length] : truth.min);
      float[] means = statistics.get(request(tensor, Reducer.MEAN, Aggregator.MEAN));
      for (int c = 0; c < means.length; c++) {
        assertThat(Math.abs(means[c] - truth.mean[c]))
            .as("mean of channel %d of %s", c, tensor)
            .isLessThanOrEqualTo(5e-7 * truth.largest);
        assertThat(!zero || truth.min[c] >= 0).as("%s is not negative", tensor).isTrue();
      }
    }
  }

  private static StatisticRequest request(TensorId tensor, Reducer reducer, Aggregator aggregator) {
    return StatisticRequest.perChannel(tensor, reducer, aggregator, 1);
  }

  private static Set<StatisticRequest> perChannel(List<TensorId> tensors) {
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    for (TensorId tensor : tensors) {
      requests.add(request(tensor, Reducer.MIN, Aggregator.MIN));
      requests.add(request(tensor, Reducer.MAX, Aggregator.MAX));
      requests.add(request(tensor, Reducer.MEAN, Aggregator.MEAN));
    }
    return requests;
  }

  private static Map<TensorId, Truth> truths(
      Model model, List<TensorId> tensors, RandomSamples loader) {
    Map<TensorId, Truth> truths = new HashMap<>();
    tensors.forEach(t -> truths.put(t, new Truth((int) t.in(model).shape().dim(1).min())));
    try (RawTensors raw = new RawTensors(runtime, model, tensors)) {
      for (int i = 0; i < SAMPLES; i++) {
        raw.of(loader.tensor(i)).forEach((tensor, values) -> truths.get(tensor).add(values));
      }
    }
    return truths;
  }
}
