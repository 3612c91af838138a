package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * The values of POT's own tests of its statistic functions: 0 to 15 as a batch of two tensors of
 * two channels. POT reduces each tensor of a batch on its own; here each is a sample.
 */
class PotStatisticsTest {
  private static final TensorId TENSOR = new TensorId("m", "x", 0);

  private static float[] measure(int sample, int axis, int channels, double probability) {
    float[] values = new float[8];
    for (int i = 0; i < 8; i++) {
      values[i] = 8 * sample + i;
    }
    float[] vector = new float[channels];
    new RawTrack(TENSOR, axis, channels, new Reducer.Quantile(probability), 0)
        .measure(Tensor.of(Shape.of(1, 2, 2, 2), values), vector);
    return vector;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 4",
    "0, 1, 8, 12",
    "1, 0, 3, 7",
    "1, 1, 11, 15",
    "0.01, 0, 0.03, 4.03",
    "0.01, 1, 8.03, 12.03"
  })
  void perChannel(double probability, int sample, float first, float second) {
    assertThat(measure(sample, 1, 2, probability)).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 1, 8", "1, 0, 7", "1, 1, 15", "0.01, 0, 0.07", "0.01, 1, 8.07"})
  void perTensor(double probability, int sample, float expected) {
    assertThat(measure(sample, Track.WHOLE, 1, probability)).containsExactly(expected);
  }

  /** 0 to 7 as two batches of two tensors of two channels: of each channel four values. */
  @ParameterizedTest
  @CsvSource({
    "MEAN, 3, 4",
    "MEDIAN, 3, 4",
    "MEAN_NO_OUTLIERS, 3, 4",
    "MEDIAN_NO_OUTLIERS, 3, 4",
    "HODGES_LEHMANN, 3, 4",
    "MAX, 6, 7",
    "MIN, 0, 1"
  })
  void aggregators(Aggregator aggregator, float first, float second) {
    assertThat(Aggregation.aggregate(aggregator, new float[] {0, 2, 4, 6})).isEqualTo(first);
    assertThat(Aggregation.aggregate(aggregator, new float[] {1, 3, 5, 7})).isEqualTo(second);
  }

  @Test
  void aggregatorsOfWholeTensors() {
    float[] values = {0, 1, 2, 3};
    assertThat(Aggregation.aggregate(Aggregator.MEDIAN_NO_OUTLIERS, values)).isEqualTo(1.5f);
    assertThat(Aggregation.aggregate(Aggregator.MEAN_NO_OUTLIERS, values)).isEqualTo(1.5f);
  }
}
