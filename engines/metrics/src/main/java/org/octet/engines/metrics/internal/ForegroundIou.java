package org.octet.engines.metrics.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;

/**
 * Intersection over union of one class against everything else: of all samples together, and the
 * mean over the samples. Not thread-safe, as {@link Metric} says.
 */
final class ForegroundIou implements Metric {
  private final int foreground;
  private final double minShare;
  private final int border;
  private long allShared;
  private long allCovered;
  private double sumOfRatios;
  private int samples;

  ForegroundIou(Parameters p) {
    foreground = p.integer("foreground");
    minShare = p.number("minShare");
    border = p.integer("border");
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    MaskPair pair = MaskPair.of(MeanIou.NAME, prediction, truth);
    // truth, guess, both
    long[] counts = new long[3];
    pair.forEach(
        border,
        (is, seen) -> {
          counts[0] += is == foreground ? 1 : 0;
          counts[1] += seen == foreground ? 1 : 0;
          counts[2] += is == foreground && seen == foreground ? 1 : 0;
        });
    if (counts[0] < minShare * pair.size()) {
      return;
    }
    long covered = counts[0] + counts[1] - counts[2];
    allShared += counts[2];
    allCovered += covered;
    // neither there nor seen is right
    sumOfRatios += covered == 0 ? 1 : (double) counts[2] / covered;
    samples++;
  }

  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(MeanIou.NAME, (double) allShared / allCovered);
    values.put(MeanIou.NAME + "@mean", sumOfRatios / samples);
    return values;
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    allShared = 0;
    allCovered = 0;
    sumOfRatios = 0;
    samples = 0;
  }
}
