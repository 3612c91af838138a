package org.octet.distribution.cli.internal.plugins;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Parameters;

/** A plugin that the tests pack into jars. */
public final class CountProvider implements MetricProvider {
  @Override
  public String name() {
    return "count";
  }

  @Override
  public Metric create(Parameters parameters) {
    return new Metric() {
      private double count;

      @Override
      public void update(Prediction prediction, Annotation truth) {
        count++;
      }

      @Override
      public Map<String, Double> values() {
        return Map.of("count", count);
      }

      @Override
      public boolean higherIsBetter(String name) {
        return true;
      }

      @Override
      public void reset() {
        count = 0;
      }
    };
  }
}
