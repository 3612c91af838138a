package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.files.NumberArray;

/**
 * Makes tensors of arrays: other extents, {@code (value - mean) / scale}, another type. Immutable.
 *
 * @param batchAxis whether a leading axis of 1 is put in front
 * @param shape extents that take the place of the array's; null: as stored
 * @param type element type; null: as stored, but f32 for whole numbers that are scaled
 * @param mean subtracted; one for all or one per channel
 * @param scale divides; one for all or one per channel
 * @param channelAxis axis of the channels
 */
record TensorMaker(
    boolean batchAxis,
    long[] shape,
    ElementType type,
    double[] mean,
    double[] scale,
    int channelAxis) {

  static TensorMaker of(Parameters p, boolean rows) {
    double[] scale = p.numbers("scale");
    if (Arrays.stream(scale).anyMatch(s -> s == 0)) {
      throw new InputException("data loader 'tensor': scale=0: must not be 0");
    }
    return new TensorMaker(
        rows && p.bool("keepAxis"),
        p.has("shape") ? extents(p.numbers("shape")) : null,
        p.string("type").equals("stored") ? null : ElementType.ofIrName(p.string("type")),
        p.numbers("mean"),
        scale,
        p.integer("channelAxis"));
  }

  private static long[] extents(double[] numbers) {
    long[] dims = Arrays.stream(numbers).mapToLong(n -> (long) n).toArray();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != numbers[i] || dims[i] < 1 && dims[i] != -1 || dims[i] > Integer.MAX_VALUE) {
        throw new InputException(
            "data loader 'tensor': shape=%s: extents are whole numbers from 1, or -1 once for what is"
                    .formatted(Arrays.toString(numbers))
                + " left");
      }
    }
    return dims;
  }

  /**
   * The tensor of an array.
   *
   * @throws IOException when the array does not fit the parameters
   */
  Tensor tensor(NumberArray array) throws IOException {
    NumberArray shaped = array.reshaped(shape(array.shape()));
    ElementType stored = array.type().elementType();
    boolean scaled = !isAll(mean, 0) || !isAll(scale, 1);
    ElementType to = type != null ? type : scaled && !stored.isReal() ? ElementType.F32 : stored;
    if (to == stored && !scaled) {
      return shaped.tensor();
    }
    if (to.isReal()) {
      return realTensor(shaped, to);
    }
    if (scaled) {
      throw new IOException("mean and scale make real numbers; type=%s".formatted(to.irName()));
    }
    return shaped.wholeTensor(to);
  }

  private static boolean isAll(double[] values, double value) {
    return Arrays.stream(values).allMatch(v -> v == value);
  }

  private Shape shape(Shape stored) throws IOException {
    long[] dims = shape == null ? stored.toArray() : shape.clone();
    if (shape != null) {
      fill(dims, stored);
    } else if (batchAxis) {
      long[] longer = new long[dims.length + 1];
      longer[0] = 1;
      System.arraycopy(dims, 0, longer, 1, dims.length);
      dims = longer;
    }
    return Shape.of(dims);
  }

  private void fill(long[] dims, Shape stored) throws IOException {
    long known = 1;
    int open = -1;
    boolean fits = true;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1) {
        fits &= open < 0;
        open = i;
      } else {
        fits &= known <= Integer.MAX_VALUE;
        known *= fits ? dims[i] : 1;
      }
    }
    long elements = stored.elements();
    if (open >= 0 && elements % known == 0) {
      dims[open] = elements / known;
      known = elements;
    }
    if (!fits || known != elements) {
      throw new IOException(
          "an array of shape %s does not fit shape=%s".formatted(stored, Arrays.toString(shape)));
    }
  }

  private Tensor realTensor(NumberArray array, ElementType to) throws IOException {
    Tensor tensor = NumberArray.allocate(to, array.shape());
    ByteBuffer out = tensor.bytes();
    Channels channels = channels(array.shape());
    for (int i = 0; i < array.size(); i++) {
      int c = channels.of(i);
      double m = mean[mean.length == 1 ? 0 : c];
      double s = scale[scale.length == 1 ? 0 : c];
      double value = array.real(i);
      if (to == ElementType.F64) {
        out.putDouble((value - m) / s);
      } else {
        float v = ((float) value - (float) m) / (float) s;
        if (to == ElementType.F16) {
          out.putShort(Floats.toHalf(v));
        } else {
          out.putFloat(v);
        }
      }
    }
    return tensor;
  }

  private Channels channels(Shape s) throws IOException {
    int needed = Math.max(mean.length, scale.length);
    if (needed == 1) {
      return new Channels(1, 1);
    }
    boolean there = channelAxis < s.rank();
    long extent = there ? s.dim(channelAxis) : 0;
    if (mean.length != 1 && mean.length != extent || scale.length != 1 && scale.length != extent) {
      throw new IOException(
          "%d values of mean and %d of scale for axis %d of a tensor %s"
              .formatted(mean.length, scale.length, channelAxis, s));
    }
    long inner = 1;
    for (int axis = channelAxis + 1; axis < s.rank(); axis++) {
      inner *= s.dim(axis);
    }
    return new Channels((int) inner, (int) extent);
  }

  /** Which channel an element belongs to. */
  private record Channels(int inner, int count) {
    int of(int element) {
      return element / inner % count;
    }
  }
}
