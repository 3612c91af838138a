package org.octet.core.internal.execution;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.octet.api.error.InputException;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Checks that a tensor fits a model's input, and says what to do if not. */
final class InputFitter {
  private final FiniteCheck finite = new FiniteCheck();

  /**
   * The tensor as the input takes it: as it is, the same memory with a leading axis of 1 more or
   * less, or, where both are floating-point numbers, rounded to the nearest of the input's type.
   *
   * @param where names sample and model in messages
   * @throws InputException when element type or shape do not fit, or a value is not finite
   */
  Tensor fit(String where, TensorInfo input, Tensor data) {
    checkType(where, input, data);
    Shape shape = fittingShape(input.shape(), data.shape());
    if (shape == null) {
      throw new InputException(shapeMessage(where, input, data));
    }
    checkFinite(where, input, data);
    if (isRounded(input, data)) {
      return Floats.tensor(input.type(), shape, Floats.read(data));
    }
    return shape.equals(data.shape()) ? data : Tensor.of(data.type(), shape, data.bytes());
  }

  private static boolean isRounded(TensorInfo input, Tensor data) {
    return input.type() != data.type()
        && Floats.supports(input.type())
        && Floats.supports(data.type());
  }

  private static void checkType(String where, TensorInfo input, Tensor data) {
    boolean fits =
        input.type() == ElementType.DYNAMIC
            || input.type() == data.type()
            || isRounded(input, data);
    if (!fits) {
      throw new InputException(
          "%s: input '%s' takes %s, the data are %s; let the loader give %s (type=%s)"
              .formatted(
                  where,
                  input.name(),
                  describe(input),
                  data,
                  input.type().irName(),
                  input.type().irName()));
    }
  }

  private void checkFinite(String where, TensorInfo input, Tensor data) {
    long bad = finite.firstNonFinite(data);
    if (bad >= 0) {
      throw new InputException(
          "%s: the data for input '%s' %s hold %s at index %s; check the data, and the loader's mean and scale"
              .formatted(
                  where,
                  input.name(),
                  data,
                  FiniteCheck.describe(data, bad),
                  coordinates(data.shape(), bad)));
    }
  }

  private static Shape fittingShape(PartialShape wanted, Shape given) {
    if (wanted.accepts(given)) {
      return given;
    }
    long[] dims = given.toArray();
    Shape other = null;
    if (wanted.rank() == dims.length + 1) {
      other = withLeadingOne(given);
    } else if (dims.length > 0 && wanted.rank() == dims.length - 1 && dims[0] == 1) {
      other = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
    }
    return other != null && wanted.accepts(other) ? other : null;
  }

  private static String shapeMessage(String where, TensorInfo input, Tensor data) {
    return "%s: input '%s' takes %s, the data are %s%s"
        .formatted(where, input.name(), describe(input), data, hint(input.shape(), data.shape()));
  }

  private static String hint(PartialShape wanted, Shape given) {
    Shape batched = given.rank() + 1 == wanted.rank() ? withLeadingOne(given) : given;
    if (wanted.hasRank() && batched.rank() == wanted.rank() && differsInBatch(wanted, batched)) {
      return batchHint(wanted.dim(0).min(), batched.dim(0));
    }
    if (batched.rank() != 4 || wanted.rank() != 4) {
      return wanted.toShape().map(Shape::elements).orElse(-1L) == given.elements()
          ? "; the number of elements is right, the shape is not: Octet never reshapes data, prepare them in this shape"
          : "; the number of axes, or their extents, differ: prepare the data for this shape";
    }
    long[] d = batched.toArray();
    if (wanted.accepts(Shape.of(d[0], d[3], d[1], d[2]))) {
      return "; the model wants channels first, the data have them last: use layout=NCHW";
    }
    if (wanted.accepts(Shape.of(d[0], d[2], d[3], d[1]))) {
      return "; the model wants channels last, the data have them first: use layout=NHWC";
    }
    if (wanted.accepts(Shape.of(d[0], d[1], d[3], d[2]))) {
      return "; height and width are swapped: size is WIDTHxHEIGHT";
    }
    return sizeHint(wanted, d);
  }

  private static boolean differsInBatch(PartialShape wanted, Shape given) {
    return given.rank() > 1
        && IntStream.range(0, given.rank())
            .allMatch(axis -> accepts(wanted, axis, given.dim(axis)) == (axis > 0));
  }

  private static String batchHint(long wanted, long given) {
    return wanted == 1
        ? "; the data are a batch of %d, the model takes one sample at a time: give single samples, or a model of batch %d or of any"
            .formatted(given, given)
        : "; the model takes a batch of %d, the data have %d: reshape the model to batch 1, or let the loader give %d at a time"
            .formatted(wanted, given, wanted);
  }

  private static String sizeHint(PartialShape wanted, long[] d) {
    boolean sizeFits = accepts(wanted, 2, d[2]) && accepts(wanted, 3, d[3]);
    if (sizeFits) {
      return "; the number of channels differs: use color=GRAY for 1, color=RGB or BGR for 3";
    }
    List<long[]> layouts = List.of(new long[] {1, 2, 3}, new long[] {3, 1, 2});
    for (long[] axes : layouts) {
      int c = (int) axes[0];
      int h = (int) axes[1];
      int w = (int) axes[2];
      if (accepts(wanted, c, d[c]) && wanted.dim(h).isStatic() && wanted.dim(w).isStatic()) {
        return "; another picture size is needed: use size=%dx%d"
            .formatted(wanted.dim(w).min(), wanted.dim(h).min());
      }
    }
    return "; prepare the data for this shape";
  }

  private static boolean accepts(PartialShape wanted, int axis, long extent) {
    var d = wanted.dim(axis);
    return extent >= d.min() && (d.max() == -1 || extent <= d.max());
  }

  private static Shape withLeadingOne(Shape shape) {
    long[] dims = shape.toArray();
    long[] more = new long[dims.length + 1];
    more[0] = 1;
    System.arraycopy(dims, 0, more, 1, dims.length);
    return Shape.of(more);
  }

  private static String describe(TensorInfo input) {
    return input.type().irName() + "[" + input.shape() + "]";
  }

  private static String coordinates(Shape shape, long index) {
    long[] at = new long[shape.rank()];
    long rest = index;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return Arrays.toString(at).replace(" ", "");
  }
}
