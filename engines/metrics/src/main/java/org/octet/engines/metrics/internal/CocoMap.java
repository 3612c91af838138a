package org.octet.engines.metrics.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;

/**
 * The twelve figures of COCO's detection challenge, as pycocotools computes them (Lin et al. 2014):
 * means over the classes that occur and over the intersections over union 0.50, 0.55 ... 0.95 of
 * the precision at 101 recalls, and of the recall with 1, 10 and 100 boxes of a class in a picture.
 * NaN where no true object is of that size. Keeps 40 bytes for each box. Not thread-safe, as {@link
 * Metric} says.
 */
final class CocoMap implements Metric {
  static final String NAME = "coco-map";

  private static final int RECALLS = 101;
  private static final int ALL = 0;
  private static final int AT_50 = 0;
  private static final int AT_75 = 5;
  private static final String[] SIZES = {"", "@small", "@medium", "@large"};

  private final Map<Integer, ClassTally> classes = new TreeMap<>();

  @Override
  public void update(Prediction prediction, Annotation truth) {
    Boxes objects = Ask.truth(NAME, Boxes.class, truth);
    Boxes detected = Ask.decoded(NAME, Boxes.class, prediction);
    PictureBoxes.byClass(detected, objects)
        .forEach(
            (index, boxes) ->
                CocoMatching.addTo(
                    classes.computeIfAbsent(index, c -> new ClassTally(CocoMatching.RANGE_COUNT)),
                    boxes));
  }

  @Override
  public Map<String, Double> values() {
    Collection<ClassTally> tallies = classes.values();
    tallies.forEach(ClassTally::sort);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(NAME, precision(ALL, 0, CocoMatching.THRESHOLDS));
    values.put(NAME + "@50", precision(ALL, AT_50, AT_50 + 1));
    values.put(NAME + "@75", precision(ALL, AT_75, AT_75 + 1));
    for (int range = 1; range < SIZES.length; range++) {
      values.put(NAME + SIZES[range], precision(range, 0, CocoMatching.THRESHOLDS));
    }
    for (int limit : new int[] {1, 10, CocoMatching.LIMIT}) {
      values.put("coco-ar@" + limit, recall(ALL, limit));
    }
    for (int range = 1; range < SIZES.length; range++) {
      values.put("coco-ar" + SIZES[range], recall(range, CocoMatching.LIMIT));
    }
    return values;
  }

  private double precision(int range, int from, int to) {
    return mean(range, from, to, CocoMatching.LIMIT, curve -> curve.meanAt(RECALLS));
  }

  private double recall(int range, int limit) {
    return mean(range, 0, CocoMatching.THRESHOLDS, limit, PrecisionRecall::recall);
  }

  /** Mean over the classes that occur, and over thresholds. */
  private double mean(
      int range, int from, int to, int limit, ToDoubleFunction<PrecisionRecall> figure) {
    double sum = 0;
    int count = 0;
    for (ClassTally tally : classes.values()) {
      for (int t = from; t < to && tally.objects(range) > 0; t++) {
        sum += figure.applyAsDouble(tally.curve(CocoMatching.criterion(range, t), range, limit));
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
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
