package org.octet.engines.metrics.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;

/**
 * Objects found and false boxes. An object is found when any box of its class overlaps with it
 * enough; a box with which no object does is false. Precision is the share of boxes that are not
 * false, recall the share of objects that are found; the mean intersection over union is that of
 * the objects found with their best boxes. Difficult objects need not be found, and boxes on them
 * do not count. Not thread-safe, as {@link Metric} says.
 */
final class Detections implements Metric {
  static final String NAME = "detections";

  private static final String FALSE = NAME + "@false";

  private final double threshold;
  private final double minScore;
  private final boolean perClass;
  private long objects;
  private long found;
  private double overlaps;
  private long boxes;
  private long wrong;

  Detections(Parameters p) {
    threshold = p.number("iou");
    minScore = p.number("minScore");
    perClass = p.bool("perClass");
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    Boxes objectsThere = Ask.truth(NAME, Boxes.class, truth);
    List<Box> detected =
        Ask.decoded(NAME, Boxes.class, prediction).boxes().stream()
            .filter(b -> b.score() >= minScore)
            .toList();
    for (int i = 0; i < objectsThere.boxes().size(); i++) {
      Box object = objectsThere.boxes().get(i);
      if (!objectsThere.difficult().get(i)) {
        objects++;
        find(object, detected);
      }
    }
    for (Box box : detected) {
      count(box, objectsThere);
    }
  }

  private void find(Box object, List<Box> detected) {
    double best = 0;
    for (Box box : detected) {
      best = together(box, object) ? Math.max(best, box.iou(object)) : best;
    }
    found += best > 0 ? 1 : 0;
    overlaps += best;
  }

  private void count(Box box, Boxes truth) {
    boolean onDifficult = false;
    for (int i = 0; i < truth.boxes().size(); i++) {
      if (together(box, truth.boxes().get(i))) {
        if (!truth.difficult().get(i)) {
          boxes++;
          return;
        }
        onDifficult = true;
      }
    }
    boxes += onDifficult ? 0 : 1;
    wrong += onDifficult ? 0 : 1;
  }

  private boolean together(Box box, Box object) {
    return (!perClass || box.classIndex() == object.classIndex()) && box.iou(object) >= threshold;
  }

  @Override
  public Map<String, Double> values() {
    double precision = (double) (boxes - wrong) / boxes;
    double recall = (double) found / objects;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(NAME + "@found", (double) found);
    values.put(FALSE, (double) wrong);
    values.put(NAME + "@precision", precision);
    values.put(NAME + "@recall", recall);
    values.put(
        NAME + "@f1",
        found == 0 && objects > 0 ? 0 : 2 * precision * recall / (precision + recall));
    values.put(NAME + "@mean-iou", overlaps / found);
    return values;
  }

  @Override
  public boolean higherIsBetter(String name) {
    return !name.equals(FALSE);
  }

  @Override
  public void reset() {
    objects = 0;
    found = 0;
    overlaps = 0;
    boxes = 0;
    wrong = 0;
  }
}
