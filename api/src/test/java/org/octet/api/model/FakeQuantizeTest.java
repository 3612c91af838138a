package org.octet.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;

class FakeQuantizeTest {
  private final Model model = new Model("m", 11);

  private Output parameter(ElementType type, long... dims) {
    return model
        .add(new Operation("Parameter", "opset1", "x"))
        .addOutput(type, PartialShape.of(dims));
  }

  private Input reader(Output tensor) {
    Operation relu = model.add(new Operation("ReLU", "opset1", "relu"));
    relu.addInput(tensor).addOutput(tensor.type(), tensor.shape());
    return relu.input(0);
  }

  private FakeQuantize insert(int levels, FakeQuantize.Range range) {
    return FakeQuantize.insert(
        model, "fq", parameter(ElementType.F32, 1, 2, 2), List.of(), levels, range);
  }

  @Test
  void roundsHalfToEvenAndClips() {
    FakeQuantize fq = insert(5, FakeQuantize.Range.scalar(0, 4));
    float[] values = {-1, 0.5f, 1.5f, 2.5f, 3.5f, 9};
    assertThat(fq.fakeQuantize(values, Shape.of(6))).containsExactly(0, 0, 2, 2, 4, 4);
    assertThat(fq.codes(values, Shape.of(6))).containsExactly(0, 0, 2, 2, 4, 4);
  }

  @Test
  void rangePerChannelIsBroadcast() {
    FakeQuantize.Range range =
        new FakeQuantize.Range(Shape.of(2, 1), new float[] {-1, -10}, new float[] {1, 10});
    float[] values = {0.4f, 0.6f, 0.4f, 6f};
    assertThat(insert(3, range).fakeQuantize(values, Shape.of(1, 2, 2)))
        .containsExactly(0, 1, 0, 10);
  }

  @Test
  void rangeThatDoesNotFitIsRefused() {
    FakeQuantize.Range range = new FakeQuantize.Range(Shape.of(3), new float[3], new float[3]);
    FakeQuantize fq = insert(3, range);
    assertThatThrownBy(() -> fq.fakeQuantize(new float[4], Shape.of(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3] does not broadcast to [2,2]");
  }

  @Test
  void onlyTheGivenConsumersMoveAndNamesStay() {
    Output x = parameter(ElementType.F32, 1, 4);
    x.names().add("input");
    Input moved = reader(x);
    Input stays = model.add(new Operation("Result", "opset1", "r")).addInput(x).input(0);
    FakeQuantize fq =
        FakeQuantize.insert(model, "fq", x, List.of(moved), 256, FakeQuantize.Range.scalar(0, 1));
    assertThat(moved.source()).isSameAs(fq.operation().output(0));
    assertThat(stays.source()).isSameAs(x);
    assertThat(fq.data()).isSameAs(x);
    assertThat(x.names()).containsExactly("input");
    assertThat(fq.operation().attributes()).containsEntry("levels", "256");
  }

  @Test
  void resultsCanLieInAnotherRangeThanTheData() {
    FakeQuantize.Range in =
        new FakeQuantize.Range(Shape.of(2, 1), new float[] {-2, -20}, new float[] {2, 20});
    FakeQuantize fq =
        FakeQuantize.insert(
            model,
            "fq",
            parameter(ElementType.F32, 1, 2, 2),
            List.of(),
            5,
            in,
            FakeQuantize.Range.scalar(-4, 4));
    float[] values = {0.9f, -9, 9, -9};
    assertThat(fq.fakeQuantize(values, Shape.of(1, 2, 2))).containsExactly(2, -4, 2, -2);
    assertThat(fq.rounded(values, Shape.of(1, 2, 2))).containsExactly(1, -2, 10, -10);
    assertThat(FakeQuantize.of(fq.operation()).orElseThrow().outputRange().high())
        .containsExactly(4);
  }

  @Test
  void rescaledTensorIsTheDataOfItsQuantizer() {
    Output x = parameter(ElementType.F32, 1, 2, 3);
    Input moved = reader(x);
    FakeQuantize fq =
        FakeQuantize.insertRescaled(
            model,
            "fq",
            x,
            List.of(moved),
            256,
            FakeQuantize.Range.scalar(0, 1),
            1,
            new float[] {0.5f, 2});
    Operation multiply = fq.operation().input(0).source().operation();
    assertThat(multiply.type()).isEqualTo("Multiply");
    assertThat(multiply.input(1).source().shape()).isEqualTo(PartialShape.of(1, 2, 1));
    assertThat(moved.source()).isSameAs(fq.operation().output(0));
    assertThat(fq.data()).isSameAs(x);
    assertThat(FakeQuantize.of(fq.operation()).orElseThrow().data()).isSameAs(x);
    Model copy = model.copy();
    assertThat(FakeQuantize.of(copy.operation("fq").orElseThrow()).orElseThrow().data().operation())
        .isSameAs(copy.operation("x").orElseThrow());
  }

  @Test
  void anotherMultiplyIsTheDataItself() {
    Output x = parameter(ElementType.F32, 1, 4);
    Operation multiply = model.add(new Operation("Multiply", "opset1", "gain"));
    Output gained = multiply.addInput(x).addInput(x).addOutput(ElementType.F32, x.shape());
    FakeQuantize fq =
        FakeQuantize.insert(model, "fq", gained, List.of(), 256, FakeQuantize.Range.scalar(0, 1));
    assertThat(fq.data()).isSameAs(gained);
  }

  @Test
  void constantsTakeTheTensorsType() {
    FakeQuantize fq =
        FakeQuantize.insert(
            model,
            "fq",
            parameter(ElementType.F16, 4),
            List.of(),
            256,
            FakeQuantize.Range.scalar(-1e6f, 1e6f));
    assertThat(fq.operation().input(1).source().type()).isEqualTo(ElementType.F16);
    assertThat(fq.inputRange().high()).containsExactly(65504f);
  }

  @Test
  void viewReadsWhatWasInserted() {
    FakeQuantize fq = insert(255, FakeQuantize.Range.scalar(-2, 3));
    FakeQuantize view = FakeQuantize.of(fq.operation()).orElseThrow();
    assertThat(view.levels()).isEqualTo(255);
    assertThat(view.outputRange().low()).containsExactly(-2f);
    assertThat(view.inputRange().high()).containsExactly(3f);
  }

  @Test
  void computedRangeGivesNoView() {
    FakeQuantize fq = insert(255, FakeQuantize.Range.scalar(-2, 3));
    fq.operation().input(1).connect(parameter(ElementType.F32));
    assertThat(FakeQuantize.of(fq.operation())).isEmpty();
    assertThat(FakeQuantize.of(fq.data().operation())).isEmpty();
  }
}
