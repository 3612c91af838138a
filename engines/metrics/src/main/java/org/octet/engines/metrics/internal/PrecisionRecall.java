package org.octet.engines.metrics.internal;

/**
 * Precision over recall, a point for every detection in falling order of the score. A precision is
 * replaced by the largest one at the same or a higher recall, as VOC and COCO do. Not thread-safe.
 */
final class PrecisionRecall {
  private final double objects;
  private final double[] precision;
  private final double[] recall;
  private int size;
  private int hits;

  /**
   * @param objects objects there are to find, at least 1
   * @param capacity detections at most
   */
  PrecisionRecall(long objects, int capacity) {
    this.objects = objects;
    precision = new double[capacity];
    recall = new double[capacity];
  }

  /** Adds the detection with the next lower score. */
  void add(boolean hit) {
    hits += hit ? 1 : 0;
    precision[size] = hits / (size + 1.0);
    recall[size] = hits / objects;
    size++;
  }

  /** The share of the objects that were found. */
  double recall() {
    return hits / objects;
  }

  /** Mean of the precisions at equally spaced recalls from 0 to 1. */
  double meanAt(int points) {
    double[] envelope = envelope();
    double step = 1.0 / (points - 1);
    double sum = 0;
    int at = 0;
    for (int i = 0; i < points; i++) {
      double wanted = i == points - 1 ? 1 : i * step;
      while (at < size && recall[at] < wanted) {
        at++;
      }
      sum += at < size ? envelope[at] : 0;
    }
    return sum / points;
  }

  /** The area under the curve. */
  double area() {
    double[] envelope = envelope();
    double area = 0;
    double before = 0;
    for (int i = 0; i < size; i++) {
      area += (recall[i] - before) * envelope[i];
      before = recall[i];
    }
    return area;
  }

  private double[] envelope() {
    double[] envelope = precision.clone();
    for (int i = size - 2; i >= 0; i--) {
      envelope[i] = Math.max(envelope[i], envelope[i + 1]);
    }
    return envelope;
  }
}
