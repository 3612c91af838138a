package org.octet.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class OperationTraitsTest {
  private static Output parameter(long... dims) {
    return new Operation("Parameter", "opset1", "x")
        .addOutput(ElementType.F32, PartialShape.of(dims));
  }

  private static Output constant(long... dims) {
    Tensor value = Tensor.allocate(ElementType.F32, Shape.of(dims));
    return Operation.constant("c", value).output(0);
  }

  private static Operation op(String type, long[] dims, Output... inputs) {
    Operation op = new Operation(type, "opset1", type);
    List.of(inputs).forEach(op::addInput);
    op.addOutput(ElementType.F32, PartialShape.of(dims));
    return op;
  }

  @ParameterizedTest
  @CsvSource({
    "Convolution, '0'",
    "ConvolutionBackpropData, '1'",
    "GroupConvolution, '0,1'",
    "GroupConvolutionBackpropData, '0,2'"
  })
  void outputChannelsOfConvolutionWeights(String type, String axes) {
    Operation op =
        op(type, new long[] {1, 4, 8, 8}, parameter(1, 4, 8, 8), constant(2, 2, 2, 3, 3));
    assertThat(OperationTraits.weightPort(op)).isEqualTo(OptionalInt.of(1));
    assertThat(OperationTraits.weightChannelAxes(op, 1).toString().replaceAll("[\\[\\] ]", ""))
        .isEqualTo(axes);
    assertThat(OperationTraits.outputChannelAxis(op, 1)).isEqualTo(1);
  }

  private static Operation matMul(boolean a, boolean b, Output left, Output right) {
    return op("MatMul", new long[] {5, 7}, left, right)
        .with("transpose_a", "" + a)
        .with("transpose_b", "" + b);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, 1, 1", // [M,K] x [K,N], weight first: M is kept
    "0, true, 0, 1",
    "1, false, 0, 1",
    "1, true, 1, 1"
  })
  void contractedAxisOfMatMul(int port, boolean transposed, int axis, int rank) {
    Operation op =
        port == 0
            ? matMul(transposed, false, constant(2, 3), parameter(3, 3))
            : matMul(false, transposed, parameter(3, 3), constant(2, 3));
    assertThat(OperationTraits.weightPort(op)).isEqualTo(OptionalInt.of(port));
    assertThat(OperationTraits.contractedAxis(op, port)).isEqualTo(axis);
    assertThat(OperationTraits.weightChannelAxes(op, port)).containsExactly(rank - axis);
    assertThat(OperationTraits.outputChannelAxis(op, port)).isEqualTo(port);
  }

  @Test
  void batchedMatMulWeightKeepsItsBatchAxes() {
    Operation op = matMul(false, false, parameter(4, 5, 6), constant(4, 6, 7));
    assertThat(OperationTraits.weightChannelAxes(op, 1)).containsExactly(0, 2);
  }

  @Test
  void vectorWeightHasOneChannel() {
    Operation op = matMul(false, false, parameter(5, 6), constant(6));
    assertThat(OperationTraits.weightChannelAxes(op, 1)).isEmpty();
  }

  @Test
  void computedWeightIsNone() {
    Operation op = op("Convolution", new long[] {1, 4}, parameter(1, 4), parameter(4, 4));
    assertThat(OperationTraits.weightPort(op)).isEmpty();
  }

  @Test
  void weightIsFoundThroughConvertAndReshape() {
    Output half =
        Operation.constant("w", Floats.tensor(ElementType.F16, Shape.of(4), 1, 2, 3, 4)).output(0);
    Output convert = op("Convert", new long[] {4}, half).output(0);
    Output reshape = op("Reshape", new long[] {2, 2}, convert, constant(2)).output(0);
    assertThat(OperationTraits.constantBehind(reshape)).containsSame(half.operation());
    Output relu = op("ReLU", new long[] {2, 2}, reshape).output(0);
    assertThat(OperationTraits.constantBehind(relu)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1, true", "3, 2, 1, true", "3, 1, 2, false", "1, 8, 1, false"})
  void depthwiseHasOneInputChannelInEachOfSeveralGroups(
      long groups, long outputs, long inputs, boolean depthwise) {
    Operation op =
        op(
            "GroupConvolution",
            new long[] {1, groups * outputs, 8, 8},
            parameter(1, groups * inputs, 8, 8),
            constant(groups, outputs, inputs, 3, 3));
    assertThat(OperationTraits.isDepthwise(op)).isEqualTo(depthwise);
    assertThat(OperationTraits.deviceType(op))
        .isEqualTo(depthwise ? "DepthwiseConvolution" : "GroupConvolution");
  }

  @Test
  void nonNegativityIsFollowedThroughMovers() {
    Output relu = op("ReLU", new long[] {1, 4}, parameter(1, 4)).output(0);
    Output pool = op("MaxPool", new long[] {1, 4}, relu).output(0);
    Output concat = op("Concat", new long[] {1, 8}, pool, relu).output(0);
    assertThat(OperationTraits.isNonNegative(concat)).isTrue();
    assertThat(
            OperationTraits.isNonNegative(
                op("Concat", new long[] {1, 8}, pool, parameter(1, 4)).output(0)))
        .isFalse();
    // the padding may be anything
    assertThat(OperationTraits.isNonNegative(op("Pad", new long[] {1, 8}, relu).output(0)))
        .isFalse();
  }

  @Test
  void clampIsNonNegativeByItsLowerBound() {
    Operation clamp = op("Clamp", new long[] {1, 4}, parameter(1, 4));
    assertThat(OperationTraits.isNonNegative(clamp.with("min", "0").output(0))).isTrue();
    assertThat(OperationTraits.isNonNegative(clamp.with("min", "-1").output(0))).isFalse();
  }

  private static boolean hasBias(Output... addends) {
    Operation conv = op("Convolution", new long[] {1, 4, 8, 8}, parameter(1, 3, 8, 8));
    Operation add = op("Add", new long[] {1, 4, 8, 8}, conv.output(0), addends[0]);
    return OperationTraits.bias(conv, 1, 4).map(b -> b.add() == add).orElse(false);
  }

  @Test
  void biasHasOneValuePerChannelOrOne() {
    assertThat(hasBias(constant(1, 4, 1, 1))).isTrue();
    assertThat(hasBias(constant(4, 1, 1))).isTrue();
    assertThat(hasBias(constant())).isTrue();
    assertThat(hasBias(constant(1, 1, 1, 8))).isFalse();
    assertThat(hasBias(constant(1, 4, 8, 8))).isFalse();
    assertThat(hasBias(parameter(1, 4, 1, 1))).isFalse();
  }

  @Test
  void convolutionReadTwiceHasNoBias() {
    Operation conv = op("Convolution", new long[] {1, 4, 8, 8}, parameter(1, 3, 8, 8));
    op("Add", new long[] {1, 4, 8, 8}, conv.output(0), constant(1, 4, 1, 1));
    op("ShapeOf", new long[] {4}, conv.output(0));
    assertThat(OperationTraits.bias(conv, 1, 4)).isPresent();
    op("ReLU", new long[] {1, 4, 8, 8}, conv.output(0));
    assertThat(OperationTraits.bias(conv, 1, 4)).isEmpty();
  }
}
