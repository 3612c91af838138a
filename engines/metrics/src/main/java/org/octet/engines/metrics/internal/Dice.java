package org.octet.engines.metrics.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;

/**
 * Dice coefficient of every class, 2·|A∩B| / (|A| + |B|) over all samples, and its mean over the
 * classes that occur in the truth, without the background. Keeps counts only. Not thread-safe, as
 * {@link Metric} says.
 */
final class Dice implements Metric {
  static final String NAME = "dice";

  private final int border;
  private final int background;
  private final ClassNames names;
  private final Confusion confusion = new Confusion(NAME);

  Dice(Parameters p) {
    border = p.integer("border");
    background = p.integer("background");
    names = ClassNames.of(p);
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    MaskPair.of(NAME, prediction, truth).forEach(border, confusion::add);
  }

  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(NAME, confusion.mean(confusion::dice, i -> i != background));
    names.put(values, NAME, confusion::dice);
    return values;
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    confusion.clear();
  }
}
