package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.octet.api.statistics.Aggregator;

class AggregationTest {
  private static float aggregate(Aggregator aggregator, float... values) {
    return Aggregation.aggregate(aggregator, values);
  }

  @Provide
  Arbitrary<float[]> samples() {
    return Arbitraries.floats().between(-10, 10).array(float[].class).ofMinSize(2).ofMaxSize(40);
  }

  // POT's own table: 0..3
  @Test
  void agreesWithPot() {
    float[] values = {0, 1, 2, 3};
    assertThat(aggregate(Aggregator.MEAN, values)).isEqualTo(1.5f);
    assertThat(aggregate(Aggregator.MAX, values)).isEqualTo(3f);
    assertThat(aggregate(Aggregator.MIN, values)).isEqualTo(0f);
    assertThat(aggregate(Aggregator.MEDIAN, values)).isEqualTo(1.5f);
    assertThat(aggregate(Aggregator.MEAN_NO_OUTLIERS, values)).isEqualTo(1.5f);
    assertThat(aggregate(Aggregator.HODGES_LEHMANN, values)).isEqualTo(1.5f);
  }

  @Test
  void oneSampleIsItsOwnAggregate() {
    for (Aggregator aggregator : Aggregator.values()) {
      assertThat(aggregate(aggregator, -2.5f)).isEqualTo(-2.5f);
      assertThat(aggregate(aggregator, 4f, 4f)).isEqualTo(4f);
    }
  }

  @Test
  void dropsOutliers() {
    float[] values = {1, 2, 3, 4, 1000};
    assertThat(aggregate(Aggregator.MEAN_NO_OUTLIERS, values)).isEqualTo(3f);
    assertThat(aggregate(Aggregator.MEDIAN_NO_OUTLIERS, values)).isEqualTo(3f);
    assertThat(aggregate(Aggregator.MEAN_NO_OUTLIERS, 1, 3)).isEqualTo(2f);
  }

  @Property(seed = "1")
  void hodgesLehmannIsTheMedianOfPairwiseMeans(@ForAll("samples") float[] values) {
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        means.add((values[i] + (double) values[j]) / 2);
      }
    }
    means.sort(null);
    int n = means.size();
    double expected = (means.get((n - 1) / 2) + means.get(n / 2)) / 2;
    assertThat((double) aggregate(Aggregator.HODGES_LEHMANN, values))
        .isCloseTo(expected, within(1e-5));
  }

  @Property(seed = "1")
  void allLieBetweenTheExtremes(@ForAll("samples") float[] values) {
    float[] before = values.clone();
    for (Aggregator aggregator : Aggregator.values()) {
      assertThat(aggregate(aggregator, values))
          .isBetween(aggregate(Aggregator.MIN, values), aggregate(Aggregator.MAX, values));
    }
    assertThat(values).isEqualTo(before);
  }
}
