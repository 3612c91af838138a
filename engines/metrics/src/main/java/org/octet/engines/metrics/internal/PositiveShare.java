package org.octet.engines.metrics.internal;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Score;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * Share of predicted numbers that reach a threshold, over all elements of the output and all
 * samples, such as the share of a recording that is speech. Looks at no truth: to be compared with
 * the figure of another model. Not thread-safe, as {@link Metric} says.
 */
final class PositiveShare implements Metric {
  static final String NAME = "positive-share";

  private final OutputChoice output;
  private final double threshold;
  private long positive;
  private long count;

  PositiveShare(Parameters p) {
    output = OutputChoice.of(NAME, p);
    threshold = p.number("threshold");
  }

  @Override
  public boolean needsTruth() {
    return false;
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    if (prediction.decoded().isPresent()) {
      count(Ask.decoded(NAME, Score.class, prediction).value());
      return;
    }
    Tensor tensor = output.in(prediction.outputs());
    IntToDoubleFunction values = Elements.of(NAME, tensor);
    for (int i = 0; i < Elements.count(tensor); i++) {
      count(values.applyAsDouble(i));
    }
  }

  private void count(double value) {
    positive += value >= threshold ? 1 : 0;
    count++;
  }

  @Override
  public Map<String, Double> values() {
    return Map.of(NAME, (double) positive / count);
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    positive = 0;
    count = 0;
  }
}
