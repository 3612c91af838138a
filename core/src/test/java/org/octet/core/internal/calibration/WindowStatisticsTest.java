package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.Tensor;

class WindowStatisticsTest extends ResidualStatistics {
  private static final List<Window> WINDOWS =
      List.of(new Window(3, 2, 1, 1, 6, false), new Window(2, 1, 3, 2, 15, false));

  /** What the offsets of a kernel see of the network's input and of a map. */
  static Set<StatisticRequest> windowed(Aggregator aggregator) {
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
}
