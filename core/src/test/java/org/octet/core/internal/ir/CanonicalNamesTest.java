package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class CanonicalNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"Constant_99787", "Split_3883.0", "Relu_12", "MatMul_7/WithoutBiases", "Result_1"})
  void knowsAutomaticNames(String name) {
    assertThat(CanonicalNames.isAutomatic(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"conv1", "Conv_12", "W_3", "Constant", "Constant_", "Add_x", "layer/Add_5", "12"})
  void leavesOtherNames(String name) {
    assertThat(CanonicalNames.isAutomatic(name)).isFalse();
  }

  private static Model model(int version, int first) {
    Model model = new Model("m", version);
    Operation input = model.add(new Operation(OperationTypes.PARAMETER, "opset1", "Parameter_1"));
    input.addOutput(ElementType.F32, PartialShape.of(2)).names().add("Parameter_1");
    Tensor one = Tensor.of(Shape.of(2), 1f, 2f);
    Operation c = model.add(Operation.constant("Constant_" + first, one));
    Operation relu = add(model, "ReLU", "twice", input);
    Operation sum = add(model, "Add", "twice", relu, c);
    Operation last = add(model, "Add", "Add_" + (first + 1), sum, c);
    Operation result = model.add(new Operation(OperationTypes.RESULT, "opset1", "Result_4"));
    result.addInput(last.output(0));
    return model;
  }

  private static Operation add(Model model, String type, String name, Operation... sources) {
    Operation op = model.add(new Operation(type, "opset1", name));
    op.addOutput(ElementType.F32, PartialShape.of(2)).names().add(name + ":tensor");
    for (Operation source : sources) {
      op.addInput(source.output(0));
    }
    return op;
  }

  private static List<String> names(Model model) {
    return model.operations().stream().map(Operation::name).toList();
  }

  @Test
  void twoReadingsGetTheSameNames() {
    Model first = model(11, 100);
    Model second = model(11, 99787);
    CanonicalNames.apply(first);
    CanonicalNames.apply(second);
    assertThat(names(first))
        .containsExactly("Parameter_0", "Const_1", "twice", "Add_3", "Add_4", "Result_5")
        .isEqualTo(names(second));
    assertThat(first.hasDuplicateNames()).isFalse();
    CanonicalNames.apply(first);
    assertThat(names(first)).isEqualTo(names(second));
  }

  @Test
  void tensorNamesStay() {
    Model model = model(11, 100);
    CanonicalNames.apply(model);
    assertThat(model.parameters().get(0).output(0).names()).containsExactly("Parameter_1");
    assertThat(model.operation("Add_4").orElseThrow().output(0).names())
        .containsExactly("Add_101:tensor");
  }

  @Test
  void inputsAndOutputsOfVersion10KeepTheirNames() {
    Model model = model(10, 100);
    CanonicalNames.apply(model);
    assertThat(names(model))
        .containsExactly("Parameter_1", "Const_1", "twice", "Add_3", "Add_101", "Result_4");
  }
}
