package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.files.NumberArray;

/**
 * Makes tensors of features or samples. Immutable.
 *
 * @param timeFirst whether the time axis is in front of the features
 * @param leadingAxes axes of the extent 1 in front
 * @param mean subtracted; one for all or one per feature
 * @param scale divides what is left, likewise
 */
record TensorLayout(boolean timeFirst, int leadingAxes, float[] mean, float[] scale) {
  private static final int MAX_AXES = 4;

  /** The parameters that {@link #of} reads. */
  static List<Parameter> parameters() {
    return List.of(
        Parameter.choice(
            "order",
            "auto",
            List.of("auto", "FT", "TF"),
            "features by time or time by features; auto: FT, of Kaldi's archives TF"),
        Parameter.integer(
            "leadingAxes",
            1,
            0,
            MAX_AXES,
            "axes of the extent 1 in front: 1 gives [1,samples] or [1,F,T], 2 gives [1,1,F,T]; with"
                + " windows=steps the steps come before them"),
        Parameter.numbers("mean", "0", "subtracted from every value, or one per feature"),
        Parameter.numbers("scale", "1", "divides what is left, likewise; not 0"));
  }

  static TensorLayout of(Parameters p, boolean kaldi) {
    float[] scale = floats(p.numbers("scale"));
    for (float s : scale) {
      if (s == 0) {
        throw new InputException("data loader 'audio': scale=0: must not be 0");
      }
    }
    String order = p.string("order");
    return new TensorLayout(
        order.equals("TF") || order.equals("auto") && kaldi,
        p.integer("leadingAxes"),
        floats(p.numbers("mean")),
        scale);
  }

  private static float[] floats(double... numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /**
   * A tensor of one matrix or, of several equal ones, with the steps as first axis.
   *
   * @param steps at least one
   * @param several whether there is an axis of steps, be it one
   */
  Tensor tensor(List<Matrix> steps, boolean several) throws IOException {
    Matrix first = steps.get(0);
    if (first.values().length == 0) {
      throw new IOException("it is empty");
    }
    if (mean.length != 1 && mean.length != first.columns()
        || scale.length != 1 && scale.length != first.columns()) {
      throw new IOException(
          "%d values of mean and %d of scale for %d features"
              .formatted(mean.length, scale.length, first.columns()));
    }
    Tensor tensor = NumberArray.allocate(ElementType.F32, shape(first, several ? steps.size() : 0));
    FloatBuffer out = tensor.floats();
    for (Matrix m : steps) {
      put(m, out);
    }
    return tensor;
  }

  private Shape shape(Matrix m, int steps) {
    int rank = (steps > 0 ? 1 : 0) + leadingAxes + (m.vector() ? 1 : 2);
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    if (steps > 0) {
      dims[0] = steps;
    }
    dims[rank - 1] = timeFirst || m.vector() ? m.columns() : m.rows();
    if (!m.vector()) {
      dims[rank - 2] = timeFirst ? m.rows() : m.columns();
    }
    return Shape.of(dims);
  }

  private void put(Matrix m, FloatBuffer out) {
    int outer = timeFirst ? m.rows() : m.columns();
    int inner = timeFirst ? m.columns() : m.rows();
    for (int i = 0; i < outer; i++) {
      for (int j = 0; j < inner; j++) {
        int feature = timeFirst ? j : i;
        int at = (timeFirst ? i : j) * m.columns() + feature;
        float centered = m.values()[at] - mean[mean.length == 1 ? 0 : feature];
        out.put(centered / scale[scale.length == 1 ? 0 : feature]);
      }
    }
  }
}
