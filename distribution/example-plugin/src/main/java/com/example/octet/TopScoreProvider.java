package com.example.octet;

import java.nio.FloatBuffer;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/** The mean of the best score: how sure a classifier is. Needs no labels. */
public final class TopScoreProvider implements MetricProvider {
  @Override
  public String name() {
    return "top-score";
  }

  @Override
  public String description() {
    return "Mean of the best score of the first output.";
  }

  @Override
  public Metric create(Parameters parameters) {
    return new TopScore();
  }

  private static final class TopScore implements Metric {
    private double sum;
    private int count;

    @Override
    public boolean needsTruth() {
      return false;
    }

    @Override
    public void update(Prediction prediction, Annotation truth) {
      FloatBuffer scores =
          prediction.outputs().values().stream()
              .filter(t -> t.shape().elements() > 0)
              .findFirst()
              .map(Tensor::floats)
              .orElseThrow(() -> new InputException("metric top-score: there are no scores"));
      float best = Float.NEGATIVE_INFINITY;
      while (scores.hasRemaining()) {
        best = Math.max(best, scores.get());
      }
      sum += best;
      count++;
    }

    @Override
    public Map<String, Double> values() {
      return Map.of("top-score", count == 0 ? 0.0 : sum / count);
    }

    @Override
    public boolean higherIsBetter(String name) {
      return true;
    }

    @Override
    public void reset() {
      sum = 0;
      count = 0;
    }
  }
}
