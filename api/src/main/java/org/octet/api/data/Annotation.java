package org.octet.api.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * What is true of a sample, or what an engine decoded from the outputs; one vocabulary for loaders,
 * engines and metrics.
 */
public sealed interface Annotation {

  /**
   * The class of a sample.
   *
   * @param index class index, from 0
   */
  record ClassLabel(int index) implements Annotation {}

  /**
   * One box in pixels of the original picture.
   *
   * @param classIndex class, from 0
   * @param score confidence from 0 to 1; 1 for a true box
   */
  record Box(int classIndex, double score, double left, double top, double right, double bottom) {

    /** Area in square pixels; 0 for a box turned inside out. */
    public double area() {
      return Math.max(0, right - left) * Math.max(0, bottom - top);
    }

    /** Area that two boxes share. */
    public double intersection(Box other) {
      double width = Math.min(right, other.right) - Math.max(left, other.left);
      double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
      return Math.max(0, width) * Math.max(0, height);
    }

    /** Intersection over union, from 0 to 1; 0 where both are empty. */
    public double iou(Box other) {
      double shared = intersection(other);
      double union = area() + other.area() - shared;
      return union > 0 ? shared / union : 0;
    }
  }

  /**
   * Objects in a picture.
   *
   * @param boxes the objects
   * @param difficult one for each box that may be found but need not be: such boxes count neither
   *     as found nor as missed; empty: none is
   */
  record Boxes(List<Box> boxes, BitSet difficult) implements Annotation {
    /** Copies the list and the set. */
    public Boxes {
      boxes = List.copyOf(boxes);
      difficult = (BitSet) difficult.clone();
    }

    /** Objects that all count. */
    public Boxes(List<Box> boxes) {
      this(boxes, new BitSet());
    }

    /** A copy: which boxes are difficult, by their place in the list. */
    @Override
    public BitSet difficult() {
      return (BitSet) difficult.clone();
    }

    /**
     * Greedy non-maximum suppression: in falling order of the score (ties: the earlier box first),
     * a box is kept unless it overlaps one that was kept by more than the threshold.
     *
     * @param iouThreshold intersection over union above which the lesser box goes, from 0 to 1
     * @param perClass whether only boxes of the same class suppress each other
     * @param limit boxes kept at most
     */
    public Boxes suppressed(double iouThreshold, boolean perClass, int limit) {
      List<Box> sorted = new ArrayList<>(boxes);
      sorted.sort(Comparator.comparingDouble(Box::score).reversed());
      List<Box> kept = new ArrayList<>();
      for (Box box : sorted) {
        if (kept.size() == limit) {
          break;
        }
        boolean free =
            kept.stream()
                .noneMatch(
                    k ->
                        (!perClass || k.classIndex() == box.classIndex())
                            && k.iou(box) > iouThreshold);
        if (free) {
          kept.add(box);
        }
      }
      return new Boxes(kept);
    }

    /**
     * A map of the objects: for every cell the highest score of the boxes that its centre lies in,
     * else 0. It has the same shape whatever was found, so that the results of two models can be
     * compared.
     *
     * @param width width of the picture in pixels
     * @param height height of the picture in pixels
     * @param cell side of a cell in pixels, at least 1
     * @return f32 of shape [height / cell, width / cell], rounded up
     */
    public Tensor scoreMap(int width, int height, int cell) {
      int columns = (width + cell - 1) / cell;
      int rows = (height + cell - 1) / cell;
      float[] map = new float[rows * columns];
      for (int at = 0; at < map.length; at++) {
        double x = (at % columns + 0.5) * cell;
        double y = (at / columns + 0.5) * cell;
        for (Box b : boxes) {
          if (x >= b.left && x < b.right && y >= b.top && y < b.bottom) {
            map[at] = Math.max(map[at], (float) b.score);
          }
        }
      }
      return Tensor.of(Shape.of(rows, columns), map);
    }
  }

  /**
   * A class per pixel or voxel.
   *
   * @param classes integer tensor of class indices
   * @param ignoreIndex class index that does not count; negative: none
   */
  record Mask(Tensor classes, int ignoreIndex) implements Annotation {}

  /** A number, such as the similarity of two sentences. */
  record Score(double value) implements Annotation {}

  /** A text. */
  record Text(String value) implements Annotation {}

  /** A tensor to be reproduced, such as the high-resolution picture. */
  record Target(Tensor tensor) implements Annotation {}

  /** Anything else, between a loader and a metric that know each other. */
  record Custom(Map<String, Object> values) implements Annotation {
    /** Copies the map. */
    public Custom {
      values = Map.copyOf(values);
    }
  }
}
