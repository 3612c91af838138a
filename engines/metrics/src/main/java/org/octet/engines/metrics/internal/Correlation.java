package org.octet.engines.metrics.internal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Target;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * Correlation of predicted numbers with true ones: Pearson's of the numbers, Spearman's of their
 * ranks, from -1 to 1; NaN where one side does not vary. Keeps two numbers for each sample. Not
 * thread-safe, as {@link Metric} says.
 */
final class Correlation implements Metric {
  static final String NAME = "correlation";

  private final OutputChoice output;
  private final Doubles predicted = new Doubles();
  private final Doubles wanted = new Doubles();

  Correlation(Parameters p) {
    output = OutputChoice.of(NAME, p);
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    double is = truth instanceof Target t ? number(t.tensor()) : score(truth);
    predicted.add(
        prediction.decoded().isPresent()
            ? Ask.decoded(NAME, Score.class, prediction).value()
            : number(output.in(prediction.outputs())));
    wanted.add(is);
  }

  private static double score(Annotation truth) {
    return Ask.truth(NAME, Score.class, truth).value();
  }

  private static double number(Tensor tensor) {
    if (tensor.shape().elements() != 1) {
      throw new InputException(
          ("metric 'correlation' needs one number for every sample, not %s: name a decoder for"
                  + " the model, such as decoder=score")
              .formatted(tensor));
    }
    return Elements.of(NAME, tensor).applyAsDouble(0);
  }

  @Override
  public Map<String, Double> values() {
    double[] x = predicted.toArray();
    double[] y = wanted.toArray();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(NAME + "@pearson", pearson(x, y));
    values.put(NAME + "@spearman", pearson(Ranks.of(x), Ranks.of(y)));
    return values;
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(Double.NaN);
    double meanY = Arrays.stream(y).average().orElse(Double.NaN);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    return xy / (Math.sqrt(xx) * Math.sqrt(yy));
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    predicted.clear();
    wanted.clear();
  }
}
