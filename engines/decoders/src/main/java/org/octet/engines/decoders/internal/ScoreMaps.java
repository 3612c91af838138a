package org.octet.engines.decoders.internal;

import java.util.Arrays;
import java.util.List;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Scores of classes at one or many places.
 *
 * @param values one plane after the other, a plane for each class
 * @param classes at least 1
 * @param places extents of a plane: none for a vector, height and width, or depth, height and width
 */
record ScoreMaps(float[] values, int classes, long[] places) {
  private static final String NHWC = "NHWC";

  static Parameter layout() {
    return Parameter.choice(
        "layout",
        "NCHW",
        List.of("NCHW", NHWC),
        "where the classes of a map are: on the second axis, or on the last");
  }

  static boolean classesLast(Parameters p) {
    return p.string("layout").equals(NHWC);
  }

  /** Whether a shape can be one of scores: a vector, or one map in two or three dimensions. */
  static boolean fits(Shape shape) {
    int rank = shape.rank();
    boolean form = rank == 1 || rank == 2 || rank == 4 || rank == 5;
    return form && shape.elements() > 0 && (rank == 1 || shape.dim(0) == 1);
  }

  /** Classes of a shape that {@link #fits}. */
  static int classes(Shape shape, boolean classesLast) {
    int rank = shape.rank();
    return Math.toIntExact(shape.dim(rank > 2 && !classesLast ? 1 : -1));
  }

  /** The scores in a tensor whose shape {@link #fits}. */
  static ScoreMaps of(Tensor tensor, boolean classesLast) {
    int classes = classes(tensor.shape(), classesLast);
    float[] values = OutputChoice.floats(tensor);
    long[] shape = tensor.shape().toArray();
    if (shape.length <= 2) {
      return new ScoreMaps(values, classes, new long[0]);
    }
    return classesLast
        ? new ScoreMaps(
            transposed(values, classes), classes, Arrays.copyOfRange(shape, 1, shape.length - 1))
        : new ScoreMaps(values, classes, Arrays.copyOfRange(shape, 2, shape.length));
  }

  private static float[] transposed(float[] values, int classes) {
    int places = values.length / classes;
    float[] planes = new float[values.length];
    for (int i = 0; i < places; i++) {
      for (int c = 0; c < classes; c++) {
        planes[c * places + i] = values[i * classes + c];
      }
    }
    return planes;
  }

  /** Number of places. */
  int size() {
    return values.length / classes;
  }

  /** Whether there is but one place, so that the scores are of the sample as a whole. */
  boolean isVector() {
    return size() == 1;
  }

  /** Whether this is a map of a picture. */
  boolean isPicture() {
    return places.length == 2;
  }
}
