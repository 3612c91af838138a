package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

class StatisticsCollectorTest extends ResidualStatistics {
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

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void bitsDoNotDependOnThreads(int threads) {
    Set<StatisticRequest> requests = everything();
    requests.addAll(WindowStatisticsTest.windowed(Aggregator.MEAN));
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

  @Test
  void meansOfSquaresAreMeasuredBesideOthersAndRescaled() {
    StatisticRequest squares =
        StatisticRequest.perChannel(tensor("sum"), Reducer.MEAN_SQUARE, Aggregator.MEAN, 1);
    StatisticRequest mean =
        StatisticRequest.perChannel(tensor("sum"), Reducer.MEAN, Aggregator.MEAN, 1);
    StatisticRequest most = StatisticRequest.perTensor(tensor("sum"), Reducer.MAX, Aggregator.MAX);
    CollectedStatistics statistics = collect(new LinkedHashSet<>(List.of(squares, mean, most)), 2);
    float[] factors = new float[24];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = 0.5f + c;
    }
    Statistics later =
        statistics.rescaledBy(
            List.of(new OptimizedModel.Rescaling(tensor("sum"), 1, factors, new float[24])));
    float[] expected = expected(squares);
    float largest = 0;
    for (int c = 0; c < factors.length; c++) {
      float f = factors[c];
      assertThat(statistics.get(squares)[c]).isCloseTo(expected[c], withinPercentage(0.001));
      assertThat(later.get(squares)[c]).isCloseTo(expected[c] * f * f, withinPercentage(0.001));
      assertThat(later.get(mean)[c]).isEqualTo(statistics.get(mean)[c] * f);
      StatisticRequest own =
          StatisticRequest.perChannel(tensor("sum"), Reducer.MAX, Aggregator.MAX, 1);
      largest = Math.max(largest, expected(own)[c] * f);
    }
    assertThat(later.get(most)).containsExactly(largest);
    assertThat(statistics.get(most)).isEqualTo(expected(most));
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
