package org.octet.api.data;

import java.util.List;
import java.util.Map;
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
  record Box(int classIndex, double score, double left, double top, double right, double bottom) {}

  /** Objects in a picture. */
  record Boxes(List<Box> boxes) implements Annotation {
    /** Copies the list. */
    public Boxes {
      boxes = List.copyOf(boxes);
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
