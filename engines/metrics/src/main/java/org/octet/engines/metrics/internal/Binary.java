package org.octet.engines.metrics.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;

/**
 * Yes or no: precision, recall, their harmonic mean, and the area under the ROC curve. NaN where a
 * figure has nothing to divide by. Keeps one number for each sample. Not thread-safe, as {@link
 * Metric} says.
 */
final class Binary implements Metric {
  static final String NAME = "binary";

  private final Answer.Reader answers;
  private final Doubles positives = new Doubles();
  private final Doubles negatives = new Doubles();
  private int truePositives;
  private int falsePositives;

  Binary(Parameters p) {
    answers =
        new Answer.Reader(
            NAME, OutputChoice.of(NAME, p), p.integer("positive"), p.number("threshold"));
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    boolean is = answers.of(truth).yes();
    Answer seen = answers.of(prediction);
    (is ? positives : negatives).add(seen.score());
    if (seen.yes()) {
      truePositives += is ? 1 : 0;
      falsePositives += is ? 0 : 1;
    }
  }

  @Override
  public Map<String, Double> values() {
    double seen = truePositives + falsePositives;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(NAME + "@precision", truePositives / seen);
    values.put(NAME + "@recall", truePositives / (double) positives.size());
    values.put(NAME + "@f1", 2 * truePositives / (seen + positives.size()));
    values.put(NAME + "@auc", Ranks.rocAuc(positives.toArray(), negatives.toArray()));
    return values;
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    positives.clear();
    negatives.clear();
    truePositives = 0;
    falsePositives = 0;
  }
}
