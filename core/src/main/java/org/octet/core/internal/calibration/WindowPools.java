package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.octet.api.model.Dimension;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.ElementType;

/**
 * The means in the windows of a convolution of stride 1, by average pooling: roles are swapped, the
 * extent of the result is the pooling's kernel, and each of its positions an offset. Runtimes pool
 * faster than they multiply with a matrix of few rows.
 */
final class WindowPools {
  /** Up to so many positions all axes are pooled at once, else one after the other. */
  private static final long SMALL_MAP = 256;

  private final Model model;
  private final String name;
  private final List<Window> windows;
  private final int[] extents;

  private WindowPools(Model model, String name, List<Window> windows, int[] extents) {
    this.model = model;
    this.name = name;
    this.windows = windows;
    this.extents = extents;
  }

  /** Whether windows can be pooled: a pooling's padding is less than its kernel. */
  static boolean fit(List<Window> windows, int[] extents) {
    return IntStream.range(0, extents.length)
        .allMatch(axis -> fits(windows.get(axis), extents[axis]));
  }

  private static boolean fits(Window w, int extent) {
    int end = padEnd(w, extent);
    return !w.transposed()
        && w.stride() == 1
        && w.padBegin() >= 0
        && w.padBegin() < w.outputs()
        && end >= 0
        && end < w.outputs();
  }

  private static int padEnd(Window w, int extent) {
    return (w.kernel() - 1) * w.dilation() + w.outputs() - w.padBegin() - extent;
  }

  /**
   * Adds the poolings.
   *
   * @param tensor {@code [1, C, spatial axes]}
   * @return the means, {@code [1, C, offsets by axis]}
   */
  static Output add(Model model, Output tensor, String name, List<Window> windows, int[] extents) {
    return new WindowPools(model, name, windows, extents).add(tensor);
  }

  private Output add(Output tensor) {
    int axes = extents.length;
    long positions = IntStream.of(extents).asLongStream().reduce(1, (a, b) -> a * b);
    if (positions <= SMALL_MAP) {
      return pool(tensor, 0, axes);
    }
    Output current = tensor;
    // what lies together first
    for (int axis = axes - 1; axis >= 0; axis--) {
      current = pool(current, axis, axis + 1);
    }
    return current;
  }

  private Output pool(Output tensor, int from, int to) {
    Operation pool =
        model
            .add(new Operation("AvgPool", "opset1", name + "/pool_" + from))
            .with("kernel", numbers(from, to, axis -> windows.get(axis).outputs(), 1))
            .with("strides", numbers(from, to, axis -> windows.get(axis).dilation(), 1))
            .with("pads_begin", numbers(from, to, axis -> windows.get(axis).padBegin(), 0))
            .with("pads_end", numbers(from, to, this::padEnd, 0))
            .with("exclude-pad", "false")
            .with("rounding_type", "floor")
            .with("auto_pad", "explicit")
            .addInput(tensor);
    List<Dimension> dims = new ArrayList<>(tensor.shape().dimensions());
    for (int axis = from; axis < to; axis++) {
      dims.set(axis + 2, Dimension.of(windows.get(axis).kernel()));
    }
    return pool.addOutput(ElementType.F32, PartialShape.of(dims));
  }

  private int padEnd(int axis) {
    return padEnd(windows.get(axis), extents[axis]);
  }

  private String numbers(int from, int to, IntUnaryOperator number, int otherwise) {
    return IntStream.range(0, extents.length)
        .map(axis -> axis >= from && axis < to ? number.applyAsInt(axis) : otherwise)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }
}
