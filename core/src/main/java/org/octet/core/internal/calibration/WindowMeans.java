package org.octet.core.internal.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Adds what gives the means of a tensor in the windows of a convolution: poolings where they can,
 * else one product per spatial axis with the constant shares of its positions. Runtimes keep maps
 * channels last, so that is how they are read, without being moved; a Parameter is read as it lies.
 */
final class WindowMeans {
  private final Model model;
  private final String name;
  private final List<Window> windows;
  private final int[] extents;
  private final long channels;

  private WindowMeans(Model model, String name, List<Window> windows, PartialShape shape) {
    this.model = model;
    this.name = name;
    this.windows = windows;
    this.extents =
        IntStream.range(2, shape.rank())
            .map(axis -> Math.toIntExact(shape.dim(axis).min()))
            .toArray();
    this.channels = shape.dim(1).min();
  }

  /**
   * Adds the operations.
   *
   * @param tensor {@code [1, C, spatial axes]}
   * @param name prefix of their names
   * @return the means, the channels of the first offset first, of some shape
   */
  static Output add(Model model, Output tensor, String name, List<Window> windows) {
    WindowMeans means = new WindowMeans(model, name, windows, tensor.shape());
    if (tensor.operation().is(OperationTypes.PARAMETER)) {
      return means.ofChannelsFirst(tensor);
    }
    return WindowPools.fit(windows, means.extents)
        ? means.channelsLast(WindowPools.add(model, tensor, name, windows, means.extents))
        : means.contract(means.channelsLast(tensor), 1, means.channels);
  }

  /**
   * The share of each offset that is not padding, in C order.
   *
   * @param shape {@code [1, C, spatial axes]}; of any kind where there are no windows
   */
  static double[] coverage(List<Window> windows, PartialShape shape) {
    double[] coverage = {1};
    for (int axis = 0; axis < windows.size(); axis++) {
      Window window = windows.get(axis);
      int extent = Math.toIntExact(shape.dim(axis + 2).min());
      double[] finer = new double[coverage.length * window.kernel()];
      for (int i = 0; i < finer.length; i++) {
        double[] shares = window.shares(i % window.kernel(), extent);
        finer[i] = coverage[i / window.kernel()] * Arrays.stream(shares).sum();
      }
      coverage = finer;
    }
    return coverage;
  }

  private Output channelsLast(Output tensor) {
    int rank = tensor.shape().rank();
    long[] order = new long[rank];
    long[] dims = new long[rank];
    for (int i = 1; i < rank; i++) {
      order[i] = i == rank - 1 ? 1 : i + 1;
    }
    for (int i = 0; i < rank; i++) {
      dims[i] = tensor.shape().dim((int) order[i]).min();
    }
    return transpose("channels_last", tensor, order, dims);
  }

  private Output ofChannelsFirst(Output tensor) {
    Output means = contract(tensor, channels, 1);
    long offsets = windows.stream().mapToLong(Window::kernel).reduce(1, (a, b) -> a * b);
    Output table = reshape("table", means, channels, offsets);
    return transpose("offsets_first", table, new long[] {1, 0}, new long[] {offsets, channels});
  }

  /** The axis whose elements lie nearest goes first, so that what is read is contiguous. */
  private Output contract(Output tensor, long before, long after) {
    int n = extents.length;
    boolean inwards = after == 1;
    Output current = tensor;
    for (int step = 0; step < n; step++) {
      int axis = inwards ? step : n - 1 - step;
      long outer = before;
      long inner = after;
      for (int other = 0; other < n; other++) {
        boolean done = inwards ? other < axis : other > axis;
        long size = done ? windows.get(other).kernel() : extents[other];
        outer *= other < axis ? size : 1;
        inner *= other > axis ? size : 1;
      }
      current =
          multiply(
              axis, reshape("rows_" + axis, current, outer, extents[axis], inner), outer, inner);
    }
    return current;
  }

  private Output multiply(int axis, Output rows, long outer, long inner) {
    Window window = windows.get(axis);
    Operation product = operation(OperationTypes.MAT_MUL, "axis_" + axis);
    product.with("transpose_a", "false").with("transpose_b", "false");
    product.addInput(shares(axis)).addInput(rows);
    return product.addOutput(ElementType.F32, PartialShape.of(outer, window.kernel(), inner));
  }

  private Output shares(int axis) {
    Window window = windows.get(axis);
    int extent = extents[axis];
    float[] values = new float[window.kernel() * extent];
    for (int offset = 0; offset < window.kernel(); offset++) {
      double[] shares = window.shares(offset, extent);
      for (int i = 0; i < extent; i++) {
        values[offset * extent + i] = (float) shares[i];
      }
    }
    return constant("shares_" + axis, Tensor.of(Shape.of(window.kernel(), extent), values));
  }

  private Output transpose(String part, Output tensor, long[] order, long[] dims) {
    Operation transpose = operation("Transpose", part).addInput(tensor);
    transpose.addInput(constant(part + "/order", Tensor.ofLongs(Shape.of(order.length), order)));
    return transpose.addOutput(ElementType.F32, PartialShape.of(dims));
  }

  private Output reshape(String part, Output tensor, long... dims) {
    Operation reshape = operation(OperationTypes.RESHAPE, part).with("special_zero", "false");
    reshape.addInput(tensor);
    reshape.addInput(constant(part + "/shape", Tensor.ofLongs(Shape.of(dims.length), dims)));
    return reshape.addOutput(ElementType.F32, PartialShape.of(dims));
  }

  private Output constant(String part, Tensor value) {
    return model.add(Operation.constant(name + "/" + part, value)).output(0);
  }

  private Operation operation(String type, String part) {
    return model.add(new Operation(type, "opset1", name + "/" + part));
  }
}
