package org.octet.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class ModelTest {
  private static final PartialShape SHAPE = PartialShape.of(1, 4);

  private static Operation op(Model model, String type, String name, Operation... inputs) {
    Operation op = model.add(new Operation(type, "opset1", name));
    for (Operation input : inputs) {
      op.addInput(input.output(0));
    }
    if (!type.equals(OperationTypes.RESULT)) {
      op.addOutput(ElementType.F32, SHAPE);
    }
    return op;
  }

  private static Model chain() {
    Model model = new Model("chain", 11);
    Operation input = op(model, OperationTypes.PARAMETER, "input");
    Operation weight =
        model.add(Operation.constant("weight", Tensor.of(Shape.of(4), 1f, 2f, 3f, 4f)));
    Operation add = op(model, OperationTypes.ADD, "add", input, weight);
    add.output(0).names().add("sum");
    op(model, OperationTypes.RESULT, "result", add);
    return model;
  }

  @Test
  void anInsertedOperationTakesTheConsumersButNotTheNames() {
    Model model = chain();
    Output sum = model.operation("add").orElseThrow().output(0);
    List<Input> readers = sum.consumers();
    Operation relu = op(model, OperationTypes.RELU, "relu", sum.operation());

    sum.moveConsumers(readers, relu.output(0));

    assertThat(sum.consumers()).extracting(Input::operation).containsExactly(relu);
    assertThat(model.results().get(0).input(0).source()).isSameAs(relu.output(0));
    assertThat(sum.names()).containsExactly("sum");
    assertThat(relu.output(0).names()).isEmpty();
  }

  @Test
  void aCopyIsIndependentOfTheOriginal() {
    Model model = chain();
    Model copy = model.copy();
    copy.rename(copy.operation("add").orElseThrow(), "other");
    copy.results().get(0).input(0).connect(copy.operation("input").orElseThrow().output(0));

    assertThat(model.operation("add")).isPresent();
    assertThat(copy.operation("add")).isEmpty();
    assertThat(model.results().get(0).input(0).source().operation().name()).isEqualTo("add");
    assertThat(model.operation("input").orElseThrow().output(0).consumers()).hasSize(1);
    assertThat(copy.operation("weight").orElseThrow().value())
        .isSameAs(model.operation("weight").orElseThrow().value());
  }

  @Test
  void anOperationThatIsStillReadCannotBeRemoved() {
    Model model = chain();
    assertThatThrownBy(() -> model.remove(model.operation("add").orElseThrow()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("result");
  }

  @Test
  void everyOperationComesAfterItsInputsHoweverTheyWereAdded() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Model model = new Model("random", 11);
      Operation last = op(model, OperationTypes.PARAMETER, "input");
      for (int i = 0; i < 40; i++) {
        List<Operation> all = model.operations();
        last = op(model, OperationTypes.ADD, "add" + i, all.get(random.nextInt(all.size())), last);
      }
      List<Operation> order = model.topologicalOrder();
      assertThat(order).hasSameElementsAs(model.operations()).doesNotHaveDuplicates();
      for (Operation operation : order) {
        for (Input input : operation.inputs()) {
          assertThat(order.indexOf(input.source().operation()))
              .isLessThan(order.indexOf(operation));
        }
      }
    }
  }

  @Test
  void aDeepGraphNeedsNoDeepStack() {
    Model model = new Model("deep", 11);
    Operation last = op(model, OperationTypes.PARAMETER, "input");
    for (int i = 0; i < 20_000; i++) {
      last = op(model, OperationTypes.RELU, "relu" + i, last);
    }
    assertThat(model.topologicalOrder()).hasSize(20_001);
    assertThat(model.copy().operations()).hasSize(20_001);
  }

  @Test
  void aCycleIsReported() {
    Model model = new Model("cycle", 11);
    Operation a = op(model, OperationTypes.PARAMETER, "a");
    Operation b = op(model, OperationTypes.ADD, "b", a, a);
    Operation c = op(model, OperationTypes.RELU, "c", b);
    b.input(0).connect(c.output(0));
    assertThatThrownBy(model::topologicalOrder)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cycle");
  }

  @Test
  void uniqueNamesAreFree() {
    Model model = chain();
    assertThat(model.uniqueName("fresh")).isEqualTo("fresh");
    assertThat(model.uniqueName("add")).isEqualTo("add_1");
  }
}
