package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

class HistogramTest {
  private static final TensorId RELU = new TensorId("m", "relu", 0);
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());

  private final OptimizedModel model;

  HistogramTest() {
    GraphBuilder g = new GraphBuilder(3);
    Output x = g.parameter("image", PartialShape.of(1, 2, 20, 30));
    g.result("y", g.relu("relu", x));
    model = OptimizedModel.of("m", g.model());
  }

  @Test
  void sharesAreAveragedOverSamplesAndOutsideCountsToTheNearestBin() {
    RandomSamples loader = new RandomSamples(5, Shape.of(1, 2, 20, 30));
    StatisticRequest request =
        StatisticRequest.perTensor(RELU, new Reducer.Histogram(0, 1, 4), Aggregator.MEAN);
    float[] shares;
    try (InferenceRuntime runtime = TestRuntime.open()) {
      shares =
          StatisticsCollector.collect(
                  model,
                  Set.of(request),
                  Samples.subset(loader, 5),
                  ENGINE,
                  TestRuntime.environment(runtime, 2))
              .get(request);
    }
    double[] expected = new double[4];
    for (int i = 0; i < 5; i++) {
      for (float value : loader.get(i).data().values().iterator().next().toFloats()) {
        expected[(int) Math.min(3, 4 * Math.max(0, value))] += 1 / 6000.0;
      }
    }
    for (int bin = 0; bin < 4; bin++) {
      assertThat((double) shares[bin]).isCloseTo(expected[bin], within(1e-6));
    }
    assertThat(shares[3]).isPositive();
  }

  @Test
  void anEmptyTensorHasNoShares() {
    float[] vector = {7, 7, 7, 7};
    new RawTrack(RELU, Track.WHOLE, 1, new Reducer.Histogram(0, 1, 2), 1)
        .measure(Tensor.allocate(ElementType.F32, Shape.of(0, 3)), vector);
    assertThat(vector).containsExactly(7, 0, 0, 7);
  }

  @Test
  void refusesWhatIsNoHistogram() {
    RequestList requests = new RequestList(model);
    for (Reducer reducer :
        List.of(new Reducer.Histogram(1, 1, 4), new Reducer.Histogram(0, 1, 0))) {
      StatisticRequest bad = StatisticRequest.perTensor(RELU, reducer, Aggregator.MEAN);
      assertThatThrownBy(() -> requests.request(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("relu");
    }
    StatisticRequest channels =
        StatisticRequest.perChannel(RELU, new Reducer.Histogram(0, 1, 4), Aggregator.MEAN, 1);
    assertThatThrownBy(() -> requests.request(channels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole tensor");
  }
}
