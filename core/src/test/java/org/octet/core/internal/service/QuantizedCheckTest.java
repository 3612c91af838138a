package org.octet.core.internal.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.PartialShape;
import org.octet.api.model.SubGraph;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class QuantizedCheckTest {
  private final Model model = new Model("m", 11);

  private Operation constant(String name, ElementType type) {
    return model.add(Operation.constant(name, Tensor.allocate(type, Shape.of(4))));
  }

  private Operation add(String type, Operation... from) {
    Operation op = new Operation(type, "opset1", type.toLowerCase(Locale.ROOT));
    for (Operation each : from) {
      op.addInput(each.output(0));
    }
    op.addOutput(ElementType.F32, PartialShape.of(4));
    return model.add(op);
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> QuantizedCheck.refuse("m.xml", model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("model 'm.xml' is quantized already: ")
        .hasMessageContaining(reason);
  }

  @Test
  void quantizersAreFound() {
    add(OperationTypes.FAKE_QUANTIZE, constant("w", ElementType.F32));
    refused("FakeQuantize 'fakequantize'");
  }

  @Test
  void storedWeightsAreFoundWithAndWithoutZeroPoint() {
    Operation convert = add(OperationTypes.CONVERT, constant("w", ElementType.I8));
    Operation scale = constant("scale", ElementType.F32);
    Operation shifted = add(OperationTypes.SUBTRACT, convert, constant("zero", ElementType.F32));
    add(OperationTypes.MULTIPLY, shifted, scale);
    refused("constant 'w' of i8 is multiplied by a scale");
  }

  @Test
  void symmetricWeightsAreFound() {
    Operation convert = add(OperationTypes.CONVERT, constant("w", ElementType.U4));
    add(OperationTypes.MULTIPLY, convert, constant("scale", ElementType.F32));
    refused("constant 'w' of u4");
  }

  @Test
  void halfPrecisionAndIntegerConstantsAreNoSign() {
    Operation half = add(OperationTypes.CONVERT, constant("w", ElementType.F16));
    add(OperationTypes.MULTIPLY, half, constant("scale", ElementType.F32));
    add(OperationTypes.CONVERT, constant("table", ElementType.U8));
    constant("axes", ElementType.I64);
    assertThatCode(() -> QuantizedCheck.refuse("m.xml", model)).doesNotThrowAnyException();
  }

  @Test
  void maskOfBytesIsNoWeight() {
    Operation x = add(OperationTypes.PARAMETER);
    Operation convert = add(OperationTypes.CONVERT, constant("mask", ElementType.U8));
    add(OperationTypes.MULTIPLY, x, convert);
    assertThatCode(() -> QuantizedCheck.refuse("m.xml", model)).doesNotThrowAnyException();
  }

  @Test
  void weightsOfSeveralConversionsAreFound() {
    Operation convert = add(OperationTypes.CONVERT, constant("w", ElementType.I4));
    Operation zero = add(OperationTypes.CONVERT, constant("zero", ElementType.I4));
    Operation shifted = add(OperationTypes.SUBTRACT, convert, zero);
    add(OperationTypes.DIVIDE, shifted, constant("steps", ElementType.F16));
    refused("constant 'w' of i4");
  }

  @Test
  void integerConvolutionIsFound() {
    Operation x = new Operation("Parameter", "opset1", "x");
    x.addOutput(ElementType.U8, PartialShape.of(1, 4));
    model.add(x);
    add(OperationTypes.MAT_MUL, x, constant("w", ElementType.I8));
    refused("computes with 8-bit integers");
  }

  @Test
  void indicesThatAreMultipliedAreNoSign() {
    Operation x = new Operation("Parameter", "opset1", "x");
    x.addOutput(ElementType.I32, PartialShape.of(1, 4));
    model.add(x);
    add(OperationTypes.MAT_MUL, x, constant("strides", ElementType.I32));
    assertThatCode(() -> QuantizedCheck.refuse("m.xml", model)).doesNotThrowAnyException();
  }

  @Test
  void bodiesOfLoopsAreSearched() {
    Model body = new Model("body", 11);
    Operation x = body.add(Operation.constant("x", Tensor.of(Shape.of(4), 1, 2, 3, 4)));
    Operation fq = new Operation(OperationTypes.FAKE_QUANTIZE, "opset1", "inside");
    fq.addInput(x.output(0)).addOutput(ElementType.F32, PartialShape.of(4));
    body.add(fq);
    Operation loop = add("TensorIterator");
    loop.subGraphs().add(new SubGraph("body", body, List.of()));
    refused("FakeQuantize 'inside'");
  }
}
