package org.octet.engines.metrics.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;

/**
 * Intersection over union of every class, summed over all samples, and its mean over the classes
 * that occur in the truth. Keeps counts only. Not thread-safe, as {@link Metric} says.
 */
final class MeanIou implements Metric {
  static final String NAME = "iou";

  private final int border;
  private final ClassNames names;
  private final Confusion confusion = new Confusion(NAME);

  MeanIou(Parameters p) {
    border = p.integer("border");
    names = ClassNames.of(p);
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    MaskPair.of(NAME, prediction, truth).forEach(border, confusion::add);
  }

  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(NAME, confusion.mean(confusion::iou, i -> true));
    values.put("pixel-accuracy", confusion.accuracy());
    names.put(values, NAME, confusion::iou);
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
