package org.octet.api.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.Shape;

/** The windows through which a convolution of any kind sees its input. Stateless. */
public final class Windows {
  private Windows() {}

  /**
   * One window per spatial axis; empty where they cannot be told from the graph: extents that are
   * not fixed, a batch, or a transposed convolution whose padding follows from its output's shape.
   *
   * @param convolution a convolution of any kind
   */
  public static Optional<List<Window>> of(Operation convolution) {
    PartialShape data = convolution.input(0).source().shape();
    Optional<Shape> in = data.toShape();
    Optional<Shape> out = convolution.output(0).shape().toShape();
    boolean transposed =
        convolution.is(
            OperationTypes.CONVOLUTION_BACKPROP_DATA,
            OperationTypes.GROUP_CONVOLUTION_BACKPROP_DATA);
    String padding = convolution.attribute("auto_pad").orElse("explicit");
    boolean same = padding.startsWith("same");
    boolean derived = transposed && (same || convolution.inputs().size() > 2);
    if (in.isEmpty() || out.isEmpty() || in.get().dim(0) != 1 || derived) {
      return Optional.empty();
    }
    int axes = data.rank() - 2;
    Shape weight = convolution.input(1).source().shape().toShape().orElseThrow();
    List<Integer> strides = numbers(convolution, "strides", axes, 1);
    List<Integer> dilations = numbers(convolution, "dilations", axes, 1);
    List<Integer> pads = numbers(convolution, "pads_begin", axes, 0);
    List<Window> windows = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      int kernel = Math.toIntExact(weight.dim(weight.rank() - axes + axis));
      int outputs = Math.toIntExact(out.get().dim(axis + 2));
      int extent = Math.toIntExact(in.get().dim(axis + 2));
      int stride = strides.get(axis);
      int dilation = dilations.get(axis);
      int missing = Math.max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - extent);
      int begin =
          switch (padding) {
            case "valid" -> 0;
            case "same_upper" -> missing / 2;
            case "same_lower" -> missing - missing / 2;
            default -> pads.get(axis);
          };
      windows.add(new Window(kernel, stride, dilation, begin, outputs, transposed));
    }
    return Optional.of(windows);
  }

  /**
   * The windows of a convolution whose extents are known at run time only: their outputs are {@link
   * Integer#MAX_VALUE}.
   *
   * @param convolution a Convolution or GroupConvolution
   * @return empty where the padding depends on the extents
   */
  public static Optional<List<Window>> atRunTime(Operation convolution) {
    PartialShape data = convolution.input(0).source().shape();
    String padding = convolution.attribute("auto_pad").orElse("explicit");
    Optional<Shape> weight = convolution.input(1).source().shape().toShape();
    if (weight.isEmpty() || !data.hasRank() || padding.startsWith("same")) {
      return Optional.empty();
    }
    int axes = data.rank() - 2;
    List<Integer> strides = numbers(convolution, "strides", axes, 1);
    List<Integer> dilations = numbers(convolution, "dilations", axes, 1);
    List<Integer> pads = numbers(convolution, "pads_begin", axes, 0);
    List<Window> windows = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      int kernel = Math.toIntExact(weight.get().dim(weight.get().rank() - axes + axis));
      int begin = padding.equals("valid") ? 0 : pads.get(axis);
      windows.add(
          new Window(
              kernel, strides.get(axis), dilations.get(axis), begin, Integer.MAX_VALUE, false));
    }
    return Optional.of(windows);
  }

  private static List<Integer> numbers(Operation op, String attribute, int n, int otherwise) {
    return op.attribute(attribute)
        .map(text -> Arrays.stream(text.split(",")).map(s -> Integer.valueOf(s.strip())).toList())
        .filter(values -> values.size() == n)
        .orElseGet(() -> Collections.nCopies(n, otherwise));
  }
}
