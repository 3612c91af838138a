package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

class StatisticsCollectorTest {
  private static final int SAMPLES = 7;
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
  private static final List<String> OBSERVED =
      List.of("image", "relu6", "conv2/add", "relu3", "sum", "relu5");
  private static final RandomSamples LOADER = new RandomSamples(SAMPLES, Shape.of(1, 3, 33, 40));

  private static InferenceRuntime runtime;
  private static Model model;
  private static List<Map<TensorId, Tensor>> truth;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
    model = GraphBuilder.residual(11);
    truth = new ArrayList<>();
    List<TensorId> tensors =
        OBSERVED.stream().skip(1).map(StatisticsCollectorTest::tensor).toList();
    try (RawTensors raw = new RawTensors(runtime, model, tensors)) {
      for (int i = 0; i < SAMPLES; i++) {
        Map<TensorId, Tensor> sample = raw.of(LOADER.tensor(i));
        sample.put(tensor(OBSERVED.get(0)), LOADER.tensor(i));
        truth.add(sample);
      }
    }
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static TensorId tensor(String operation) {
    return new TensorId("m", operation, 0);
  }

  private static CollectedStatistics collect(Set<StatisticRequest> requests, int threads) {
    return StatisticsCollector.collect(
        OptimizedModel.of("m", model),
        requests,
        Samples.subset(LOADER, SAMPLES),
        ENGINE,
        TestRuntime.environment(runtime, threads));
  }

  private static Set<StatisticRequest> everything() {
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    for (String name : OBSERVED) {
      for (Reducer reducer : List.of(Reducer.MIN, Reducer.MAX, Reducer.ABS_MAX, Reducer.MEAN)) {
        for (Aggregator aggregator : Aggregator.values()) {
          requests.add(StatisticRequest.perTensor(tensor(name), reducer, aggregator));
          requests.add(StatisticRequest.perChannel(tensor(name), reducer, aggregator, 1));
        }
      }
    }
    for (Reducer reducer : List.of(new Reducer.Quantile(0.9), new Reducer.AbsQuantile(0.99))) {
      requests.add(StatisticRequest.perTensor(tensor("sum"), reducer, Aggregator.MEAN));
      requests.add(StatisticRequest.perChannel(tensor("image"), reducer, Aggregator.MAX, 1));
      requests.add(StatisticRequest.perChannel(tensor("sum"), reducer, Aggregator.MEDIAN, 2));
    }
    return requests;
  }

  /** The values of one channel, or of the whole tensor. */
  private static float[] values(Tensor tensor, int axis, int channel) {
    float[] all = tensor.toFloats();
    if (axis < 0) {
      return all;
    }
    int inner = 1;
    for (int a = axis + 1; a < tensor.shape().rank(); a++) {
      inner *= (int) tensor.shape().dim(a);
    }
    int channels = (int) tensor.shape().dim(axis);
    List<Float> own = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (i / inner % channels == channel) {
        own.add(all[i]);
      }
    }
    float[] copy = new float[own.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = own.get(i);
    }
    return copy;
  }

  private static double reduce(Reducer reducer, float[] values, boolean zeroLow) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    float[] magnitudes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
      sum += values[i];
      magnitudes[i] = Math.abs(values[i]);
    }
    if (reducer instanceof Reducer.Minimum) {
      return zeroLow ? 0 : min;
    }
    if (reducer instanceof Reducer.Maximum) {
      return max;
    }
    if (reducer instanceof Reducer.AbsMaximum) {
      return Math.max(Math.abs(min), Math.abs(max));
    }
    if (reducer instanceof Reducer.Quantile q) {
      return Quantiles.quantile(values.clone(), values.length, q.probability());
    }
    if (reducer instanceof Reducer.AbsQuantile q) {
      return Quantiles.quantile(magnitudes, values.length, q.probability());
    }
    return sum / values.length;
  }

  private static float[] expected(StatisticRequest request) {
    int axis = request.channelAxis().orElse(-1);
    Tensor first = truth.get(0).get(request.tensor());
    int channels = axis < 0 ? 1 : (int) first.shape().dim(axis);
    boolean zeroLow = request.tensor().operation().startsWith("relu");
    float[] expected = new float[channels];
    for (int c = 0; c < channels; c++) {
      float[] perSample = new float[SAMPLES];
      for (int s = 0; s < SAMPLES; s++) {
        Tensor tensor = truth.get(s).get(request.tensor());
        perSample[s] = (float) reduce(request.reducer(), values(tensor, axis, c), zeroLow);
      }
      expected[c] = Aggregation.aggregate(request.aggregator(), perSample);
    }
    return expected;
  }

  private static double largest(TensorId tensor) {
    double largest = 0;
    for (Map<TensorId, Tensor> sample : truth) {
      for (float v : sample.get(tensor).toFloats()) {
        largest = Math.max(largest, Math.abs(v));
      }
    }
    return largest;
  }

  @Test
  void extremesAreThoseOfTheRawTensorsToTheBitAndMeansClose() {
    Set<StatisticRequest> requests = everything();
    CollectedStatistics statistics = collect(requests, 2);
    assertThat(statistics.samples()).isEqualTo(SAMPLES);
    for (StatisticRequest request : requests) {
      float[] expected = expected(request);
      float[] actual = statistics.get(request);
      if (request.reducer() instanceof Reducer.Mean) {
        double tolerance = 5e-7 * largest(request.tensor());
        assertThat(actual).as("%s", request).hasSameSizeAs(expected);
        for (int c = 0; c < actual.length; c++) {
          assertThat((double) actual[c])
              .as("%s channel %d", request, c)
              .isCloseTo(expected[c], within(tolerance));
        }
      } else {
        assertThat(actual).as("%s", request).isEqualTo(expected);
      }
    }
  }

  private static final List<Window> WINDOWS =
      List.of(new Window(3, 2, 1, 1, 6, false), new Window(2, 1, 3, 2, 15, false));

  /** What the offsets of a kernel see of the network's input and of a map. */
  private static Set<StatisticRequest> windowed(Aggregator aggregator) {
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    Reducer reducer = new Reducer.WindowMean(WINDOWS);
    for (String name : List.of("image", "sum")) {
      requests.add(StatisticRequest.perChannel(tensor(name), reducer, aggregator, 1));
    }
    return requests;
  }

  /** By sample, the channels of the first offset first; windows of a padded map, one by one. */
  private static List<float[]> windowMeans(TensorId id) {
    List<float[]> means = new ArrayList<>();
    for (Map<TensorId, Tensor> sample : truth) {
      Tensor tensor = sample.get(id);
      int channels = (int) tensor.shape().dim(1);
      float[] mean = new float[6 * channels];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) windowMean(tensor, i % channels, i / channels / 2, i / channels % 2);
      }
      means.add(mean);
    }
    return means;
  }

  private static double windowMean(Tensor tensor, int channel, int row, int column) {
    int height = (int) tensor.shape().dim(2);
    int width = (int) tensor.shape().dim(3);
    float[] values = values(tensor, 1, channel);
    double sum = 0;
    for (int p = 0; p < 6; p++) {
      for (int q = 0; q < 15; q++) {
        int y = 2 * p + row - 1;
        int x = q + 3 * column - 2;
        sum += y >= 0 && y < height && x >= 0 && x < width ? values[y * width + x] : 0;
      }
    }
    return sum / (6 * 15);
  }

  @ParameterizedTest
  @EnumSource(Aggregator.class)
  void windowMeansAreThoseOfThePaddedTensor(Aggregator aggregator) {
    CollectedStatistics statistics = collect(windowed(aggregator), 2);
    for (StatisticRequest request : windowed(aggregator)) {
      assertWindowMeans(statistics, request);
    }
  }

  private static void assertWindowMeans(Statistics statistics, StatisticRequest request) {
    List<float[]> samples = windowMeans(request.tensor());
    float[] actual = statistics.get(request);
    assertThat(actual).hasSameSizeAs(samples.get(0));
    for (int i = 0; i < actual.length; i++) {
      float[] values = new float[SAMPLES];
      for (int s = 0; s < SAMPLES; s++) {
        values[s] = samples.get(s)[i];
      }
      assertThat((double) actual[i])
          .as("%s value %d", request, i)
          .isCloseTo(
              Aggregation.aggregate(request.aggregator(), values),
              within(5e-7 * largest(request.tensor())));
    }
  }

  @Test
  void paddingOfWindowsIsNotMovedByARescaling() {
    TensorId sum = tensor("sum");
    float[] factors = new float[24];
    float[] shifts = new float[24];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = c % 3 == 0 ? -0.5f : 0.25f;
      shifts[c] = 0.125f * (c - 10);
    }
    StatisticRequest request =
        StatisticRequest.perChannel(sum, new Reducer.WindowMean(WINDOWS), Aggregator.MEAN, 1);
    OptimizedModel working = OptimizedModel.of("m", model);
    Statistics statistics = collect(Set.of(request), 2).rescaledBy(working);
    working.rescale(sum, 1, factors, shifts);
    List<Map<TensorId, Tensor>> before = truth;
    try {
      truth = before.stream().map(s -> Map.of(sum, rescaled(s.get(sum), factors, shifts))).toList();
      assertWindowMeans(statistics, request);
    } finally {
      truth = before;
    }
  }

  @Test
  void windowsHaveToFitTheTensor() {
    RequestList list = new RequestList(OptimizedModel.of("m", model));
    Reducer one = new Reducer.WindowMean(WINDOWS.subList(0, 1));
    Reducer two = new Reducer.WindowMean(WINDOWS);
    for (StatisticRequest wrong :
        List.of(
            StatisticRequest.perChannel(tensor("sum"), one, Aggregator.MEAN, 1),
            StatisticRequest.perChannel(tensor("sum"), two, Aggregator.MEAN, 2),
            StatisticRequest.perTensor(tensor("sum"), two, Aggregator.MEAN))) {
      assertThatThrownBy(() -> list.request(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("windows");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void bitsDoNotDependOnThreads(int threads) {
    Set<StatisticRequest> requests = everything();
    requests.addAll(windowed(Aggregator.MEAN));
    CollectedStatistics one = collect(requests, 1);
    CollectedStatistics many = collect(requests, threads);
    for (StatisticRequest request : requests) {
      assertThat(many.get(request)).as("%s", request).isEqualTo(one.get(request));
    }
  }

  @Test
  void timedPassGivesTheSame() {
    Set<StatisticRequest> requests = everything();
    CollectedStatistics plain = collect(requests, 2);
    CollectedStatistics timed =
        StatisticsCollector.measure(
            OptimizedModel.of("m", model),
            requests,
            Samples.subset(LOADER, SAMPLES),
            ENGINE,
            TestRuntime.environment(runtime, 2));
    for (StatisticRequest request : requests) {
      assertThat(timed.get(request)).as("%s", request).isEqualTo(plain.get(request));
    }
    assertThat(timed.run().plainSeconds()).isPositive();
    assertThat(timed.run().runSeconds()).isPositive();
    assertThat(plain.run().plainSeconds()).isNegative();
    assertThat(plain.run().deviceProperties()).isNotEmpty();
  }

  @Test
  void answersAsIfMeasuredAfterARescaling() {
    TensorId sum = tensor("sum");
    int channels = 24;
    float[] factors = new float[channels];
    float[] shifts = new float[channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = c % 3 == 0 ? -0.5f - c : 0.25f + c;
      shifts[c] = 0.125f * (c - 10);
    }
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    for (Reducer reducer : List.of(Reducer.MIN, Reducer.MAX, Reducer.ABS_MAX)) {
      for (Aggregator aggregator : Aggregator.values()) {
        requests.add(StatisticRequest.perTensor(sum, reducer, aggregator));
        requests.add(StatisticRequest.perChannel(sum, reducer, aggregator, 1));
      }
    }
    OptimizedModel working = OptimizedModel.of("m", model);
    Statistics statistics = collect(requests, 2).rescaledBy(working);
    working.rescale(sum, 1, factors, shifts);
    Map<StatisticRequest, float[]> actual = new LinkedHashMap<>();
    requests.forEach(r -> actual.put(r, statistics.get(r)));
    List<Map<TensorId, Tensor>> before = truth;
    try {
      truth = before.stream().map(s -> Map.of(sum, rescaled(s.get(sum), factors, shifts))).toList();
      actual.forEach(
          (request, values) -> assertThat(values).as("%s", request).isEqualTo(expected(request)));
    } finally {
      truth = before;
    }
  }

  private static Tensor rescaled(Tensor tensor, float[] factors, float[] shifts) {
    float[] values = tensor.toFloats();
    int inner = (int) (tensor.shape().dim(2) * tensor.shape().dim(3));
    for (int i = 0; i < values.length; i++) {
      int c = i / inner % factors.length;
      values[i] = (values[i] - shifts[c]) * factors[c];
    }
    return Tensor.of(tensor.shape(), values);
  }

  @Test
  void worksWithoutStaticSizes() {
    GraphBuilder g = new GraphBuilder(5);
    var x = g.parameter("x", PartialShape.of(1, 3, -1, -1));
    var y = g.relu("y", g.convolution("conv", x, 9, 3, 1));
    g.result("out", y);
    OptimizedModel dynamic = OptimizedModel.of("m", g.model());
    List<TensorId> tensors = List.of(tensor("y"), tensor("conv/add"));
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    for (TensorId t : tensors) {
      requests.add(StatisticRequest.perTensor(t, Reducer.MAX, Aggregator.MAX));
      requests.add(StatisticRequest.perChannel(t, Reducer.MIN, Aggregator.MIN, 1));
    }
    RandomSamples loader = new RandomSamples(3, Shape.of(1, 3, 20, 25));
    CollectedStatistics statistics =
        StatisticsCollector.collect(
            dynamic,
            requests,
            Samples.subset(loader, 3),
            ENGINE,
            TestRuntime.environment(runtime, 2));
    float[] max = {Float.NEGATIVE_INFINITY};
    try (RawTensors raw = new RawTensors(runtime, g.model(), tensors)) {
      for (int i = 0; i < 3; i++) {
        float[] values = raw.of(loader.tensor(i)).get(tensor("conv/add")).toFloats();
        max[0] = Math.max(max[0], Quantiles.maximum(values, values.length));
      }
    }
    StatisticRequest request =
        StatisticRequest.perTensor(tensor("conv/add"), Reducer.MAX, Aggregator.MAX);
    assertThat(statistics.get(request)).isEqualTo(max);
  }

  @Test
  void severalInferencesOfASampleCountTogether() {
    Engine twice =
        (sample, models) -> {
          Tensor input = sample.data().get("");
          models.infer("m", Map.of("image", input));
          float[] negated = input.toFloats();
          for (int i = 0; i < negated.length; i++) {
            negated[i] = -negated[i];
          }
          Tensor other = Tensor.of(input.shape(), negated);
          return new Prediction(models.infer("m", Map.of("image", other)), Optional.empty());
        };
    StatisticRequest max = StatisticRequest.perTensor(tensor("image"), Reducer.MAX, Aggregator.MAX);
    StatisticRequest absMax =
        StatisticRequest.perTensor(tensor("image"), Reducer.ABS_MAX, Aggregator.MAX);
    StatisticRequest mean =
        StatisticRequest.perTensor(tensor("image"), Reducer.MEAN, Aggregator.MEAN);
    CollectedStatistics statistics =
        StatisticsCollector.collect(
            OptimizedModel.of("m", model),
            Set.of(max, absMax, mean),
            Samples.subset(LOADER, SAMPLES),
            twice,
            TestRuntime.environment(runtime, 2));
    assertThat(statistics.get(max)).isEqualTo(expected(absMax));
    assertThat((double) statistics.get(mean)[0]).isCloseTo(0, within(1e-6));
    assertThat(statistics.samples()).isEqualTo(SAMPLES);
  }

  @Test
  void namesTensorAndSampleOfAnOverflow() {
    GraphBuilder g = new GraphBuilder(5);
    var x = g.parameter("x", PartialShape.of(1, 4));
    var huge = g.binary("Multiply", "huge", x, g.constant("factor", Shape.of(1, 1), 3e38f));
    g.result("out", g.binary("Multiply", "out", huge, g.constant("back", Shape.of(1, 1), 1f)));
    RandomSamples loader = new RandomSamples(4, Shape.of(1, 4));
    Set<StatisticRequest> requests =
        Set.of(StatisticRequest.perTensor(tensor("huge"), Reducer.MAX, Aggregator.MAX));
    assertThatThrownBy(
            () ->
                StatisticsCollector.collect(
                    OptimizedModel.of("m", g.model()),
                    requests,
                    Samples.subset(loader, 4),
                    ENGINE,
                    TestRuntime.environment(runtime, 2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'huge'")
        .hasMessageContaining("sample-");
  }

  @Test
  void requestsAreCheckedAndRemembered() {
    RequestList list = new RequestList(OptimizedModel.of("m", model));
    StatisticRequest fine =
        StatisticRequest.perChannel(tensor("sum"), Reducer.MAX, Aggregator.MAX, 3);
    list.request(fine);
    list.request(fine);
    assertThat(list.requests()).containsExactly(fine);
    assertThatThrownBy(
            () ->
                list.request(
                    StatisticRequest.perChannel(tensor("sum"), Reducer.MAX, Aggregator.MAX, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("axis 4");
    assertThatThrownBy(
            () ->
                list.request(
                    StatisticRequest.perTensor(tensor("nowhere"), Reducer.MAX, Aggregator.MAX)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
    CollectedStatistics nothing = collect(Set.of(), 1);
    assertThat(nothing.samples()).isZero();
    assertThatThrownBy(() -> nothing.get(fine)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theModelIsNotChanged() {
    int operations = model.operations().size();
    List<Operation> results = model.results();
    collect(everything(), 1);
    assertThat(model.operations()).hasSize(operations);
    assertThat(model.results()).isEqualTo(results);
  }
}
