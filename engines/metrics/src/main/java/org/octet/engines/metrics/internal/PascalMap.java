package org.octet.engines.metrics.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;

/**
 * Mean average precision by the rules of Pascal VOC (Everingham et al. 2010): in falling order of
 * the score a box belongs to the object with which it overlaps most, and is true if it is the first
 * one there with enough overlap; boxes on difficult objects do not count. Mean over the classes
 * that occur. Areas are of the boxes as they are, not a pixel wider. Not thread-safe, as {@link
 * Metric} says.
 */
final class PascalMap implements Metric {
  static final String NAME = "pascal-map";

  private static final int RECALLS_2007 = 11;

  private final double threshold;
  private final Map<Integer, ClassTally> classes = new TreeMap<>();

  PascalMap(Parameters p) {
    threshold = p.number("iou");
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    Boxes objects = Ask.truth(NAME, Boxes.class, truth);
    Boxes detected = Ask.decoded(NAME, Boxes.class, prediction);
    PictureBoxes.byClass(detected, objects)
        .forEach(
            (index, boxes) -> add(classes.computeIfAbsent(index, c -> new ClassTally(1)), boxes));
  }

  private void add(ClassTally tally, PictureBoxes picture) {
    int objects = picture.truths().size();
    for (int g = 0; g < objects; g++) {
      if (!picture.difficult().get(g)) {
        tally.addObject(0);
      }
    }
    boolean[] found = new boolean[objects];
    for (int rank = 0; rank < picture.detected().size(); rank++) {
      Box box = picture.detected().get(rank);
      int object = nearest(picture, box);
      boolean difficult = object >= 0 && picture.difficult().get(object);
      boolean hit = object >= 0 && !found[object];
      if (object >= 0) {
        found[object] = true;
      }
      tally.add(new Found(box.score(), rank, hit ? 1 : 0, difficult ? 1 : 0));
    }
  }

  /** The object with the largest overlap, if that is enough; else negative. */
  private int nearest(PictureBoxes picture, Box box) {
    int best = -1;
    double most = 0;
    for (int g = 0; g < picture.truths().size(); g++) {
      double overlap = box.iou(picture.truths().get(g));
      if (overlap > most) {
        most = overlap;
        best = g;
      }
    }
    return most >= threshold ? best : -1;
  }

  @Override
  public Map<String, Double> values() {
    classes.values().forEach(ClassTally::sort);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(NAME, mean(PrecisionRecall::area));
    values.put(NAME + "@11", mean(curve -> curve.meanAt(RECALLS_2007)));
    return values;
  }

  private double mean(ToDoubleFunction<PrecisionRecall> figure) {
    return classes.values().stream()
        .filter(tally -> tally.objects(0) > 0)
        .mapToDouble(tally -> figure.applyAsDouble(tally.curve(0, 0, Integer.MAX_VALUE)))
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    classes.clear();
  }
}
