package org.octet.core.internal.calibration;

import java.util.Arrays;
import org.octet.api.statistics.Aggregator;

/** How per-sample values become one: the formulas of the aggregators, as POT defines them. */
public final class Aggregation {
  private static final double OUTLIERS = 0.01;

  private Aggregation() {}

  /**
   * One value of many, in float64.
   *
   * @param values per-sample values in sample order, at least one; not changed
   */
  public static float aggregate(Aggregator aggregator, float[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing to aggregate");
    }
    return switch (aggregator) {
      case MIN -> Quantiles.minimum(values, values.length);
      case MAX -> Quantiles.maximum(values, values.length);
      case MEAN -> (float) mean(values);
      case MEDIAN -> median(values);
      case MEAN_NO_OUTLIERS -> (float) mean(withoutOutliers(values));
      case MEDIAN_NO_OUTLIERS -> median(withoutOutliers(values));
      case HODGES_LEHMANN -> hodgesLehmann(values);
    };
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  private static float median(float[] values) {
    return Quantiles.quantile(values.clone(), values.length, 0.5);
  }

  // POT drops what lies outside the 0.01- and 0.99-quantile; of two values that would be both
  private static float[] withoutOutliers(float[] values) {
    float low = Quantiles.quantile(values.clone(), values.length, OUTLIERS);
    float high = Quantiles.quantile(values.clone(), values.length, 1 - OUTLIERS);
    float[] kept = new float[values.length];
    int n = 0;
    for (float v : values) {
      if (v >= low && v <= high) {
        kept[n++] = v;
      }
    }
    return n == 0 ? values : Arrays.copyOf(kept, n);
  }

  private static float hodgesLehmann(float[] values) {
    int n = values.length;
    if (n == 1) {
      return values[0];
    }
    float[] means = new float[Math.multiplyExact(n, n - 1) / 2];
    int k = 0;
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < i; j++) {
        means[k++] = (float) (0.5 * ((double) values[i] + values[j]));
      }
    }
    return Quantiles.quantile(means, means.length, 0.5);
  }
}
