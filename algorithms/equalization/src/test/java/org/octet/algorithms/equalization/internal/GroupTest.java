package org.octet.algorithms.equalization.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class GroupTest {
  private final Model model = new Model("m", 11);

  private Output op(String type, String name, PartialShape shape, Output... inputs) {
    Operation op = model.add(new Operation(type, "opset1", name));
    List.of(inputs).forEach(op::addInput);
    return op.addOutput(ElementType.F32, shape);
  }

  private Output constant(String name, long[] dims, float... values) {
    return model.add(Operation.constant(name, Tensor.of(Shape.of(dims), values))).output(0);
  }

  private Output product(String name, Output input, boolean transposed, float... values) {
    long[] dims =
        transposed ? new long[] {values.length / 2, 2} : new long[] {2, values.length / 2};
    Output product =
        op(
            "MatMul",
            name,
            PartialShape.of(1, -1, values.length / 2),
            input,
            constant(name + "/weight", dims, values));
    product.operation().with("transpose_b", Boolean.toString(transposed));
    return product;
  }

  @Test
  void layersOfOneTensorAreRescaledTogether() {
    Output x = op("Parameter", "x", PartialShape.of(1, -1, 2));
    Output q = product("q", x, true, 1, 2, 3, 4);
    product("k", x, true, 1, 2);
    Output relu = op("ReLU", "relu", q.shape(), q);
    product("next", relu, false, 1, 2, 3, 4);
    // no constant weight
    op("MatMul", "scores", PartialShape.of(1, -1, -1), q, relu);

    assertThat(Group.of("m", model, Kind.MATRIX_PRODUCTS))
        .containsExactly(
            new Group(Kind.MATRIX_PRODUCTS, new TensorId("m", "x", 0), 2, List.of("q", "k")),
            new Group(Kind.MATRIX_PRODUCTS, new TensorId("m", "relu", 0), 2, List.of("next")));
    assertThat(Group.of("m", model, Kind.CONVOLUTIONS)).isEmpty();
  }

  @Test
  void tensorThatIsOnlyMovedIsQuantizedBefore() {
    Output x = op("Parameter", "x", PartialShape.of(1, 2, 3));
    product("fc", op("Transpose", "moved", PartialShape.of(1, 3, 2), x), true, 1, 2);

    assertThat(Group.of("m", model, Kind.MATRIX_PRODUCTS)).isEmpty();
  }

  @Test
  void layersThatReadATensorAlongAnotherAxisAreNotInItsGroup() {
    Output x = op("Parameter", "x", PartialShape.of(1, 3, 2));
    product("rows", x, true, 1, 2, 3, 4);
    Output weight = constant("weight", new long[] {3, 1}, 1, 2, 3);
    Output columns = op("MatMul", "columns", PartialShape.of(1, 2, 1), x, weight);
    columns.operation().with("transpose_a", "true");

    assertThat(Group.of("m", model, Kind.MATRIX_PRODUCTS))
        .containsExactly(
            new Group(Kind.MATRIX_PRODUCTS, new TensorId("m", "x", 0), 2, List.of("rows")));
  }

  @Test
  void onlyMatrixProductsMeasureSquares() {
    TensorId x = new TensorId("m", "x", 0);
    for (Kind kind : Kind.values()) {
      Set<StatisticRequest> requests = new LinkedHashSet<>();
      new Group(kind, x, 1, List.of()).request(requests::add);
      assertThat(requests).allMatch(r -> r.channelAxis().orElse(-1) == 1);
      assertThat(requests.stream().anyMatch(r -> r.reducer() instanceof Reducer.MeanSquare))
          .isEqualTo(kind == Kind.MATRIX_PRODUCTS);
    }
  }

  @Test
  void weightIsSeenByOutputAndInputChannels() {
    Output x = op("Parameter", "x", PartialShape.of(1, 3, 2));
    Weight rows = Weight.of(product("rows", x, true, 1, -2, 3, 4).operation());
    Weight columns = Weight.of(product("columns", x, false, 1, 3, -2, 4).operation());
    for (Weight weight : List.of(rows, columns)) {
      assertThat(weight.largest()).containsExactly(1, 2, 3, 4);
      assertThat(weight.energy()).containsExactly(10, 20);
      assertThat(weight.squaredRanges(new float[] {1, 1})).isEqualTo(4 + 16);
      assertThat(weight.squaredRanges(new float[] {3, 1})).isEqualTo(9 + 81);
    }
  }

  @Test
  void kernelCountsAsOneWeightOfItsLargestOffset() {
    Output x = op("Parameter", "x", PartialShape.of(1, 2, 5, 5));
    Output weight = constant("weight", new long[] {1, 2, 1, 2}, 1, -3, 2, 2);
    Operation conv = op("Convolution", "conv", PartialShape.of(1, 1, 5, 4), x, weight).operation();
    Weight seen = Weight.of(conv);
    assertThat(seen.taps()).isEqualTo(2);
    assertThat(seen.largest()).containsExactly(3, 2);
    assertThat(seen.energy()).containsExactly(10, 8);
    assertThat(Group.of("m", model, Kind.CONVOLUTIONS))
        .containsExactly(
            new Group(Kind.CONVOLUTIONS, new TensorId("m", "x", 0), 1, List.of("conv")));
  }
}
