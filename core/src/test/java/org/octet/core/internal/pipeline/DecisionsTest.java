package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;

class DecisionsTest {
  private static Map<String, Decisions> of(String type, String axis, PartialShape shape) {
    GraphBuilder g = new GraphBuilder(1);
    Output x = g.parameter("x", shape);
    Operation op = g.model().add(new Operation(type, "opset1", "last")).addInput(x);
    if (axis != null) {
      op.with("axis", axis);
    }
    g.result("y", op.addOutput(x.type(), shape));
    Model model = g.model();
    return Decisions.of(OptimizedModel.of("m", model));
  }

  @Test
  void onlyProbabilitiesDecide() {
    PartialShape shape = PartialShape.of(1, 10);
    assertThat(of("SoftMax", "1", shape)).containsEntry("y", new Decisions(1));
    assertThat(of("Sigmoid", null, shape)).containsKeys("y", "y/result", "last");
    assertThat(of("ReLU", null, shape)).isEmpty();
  }

  @Test
  void classesAreTheLargestAlongTheirAxis() {
    // two classes along axis 1, three places
    Tensor a = Tensor.of(Shape.of(1, 2, 3), 1f, 5f, 2f, 3f, 4f, 2.5f);
    Tensor b = Tensor.of(Shape.of(1, 2, 3), 9f, 5f, 2f, 3f, 4f, 2.5f);
    assertThat(new Decisions(1).compare(a, b)).isEqualTo(new Decisions.Agreement(2, 3));
    assertThat(new Decisions(-1).compare(a, b)).isEqualTo(new Decisions.Agreement(1, 2));
    assertThat(new Decisions(1).compare(a, a).share()).isEqualTo(1);
  }

  @Test
  void aSingleValueDecidesAtOneHalf() {
    Tensor a = Tensor.of(Shape.of(1, 4), 0.5f, 0.4f, 0.9f, 0.1f);
    Tensor b = Tensor.of(Shape.of(1, 4), 0.6f, 0.6f, 0.4f, 0.2f);
    Decisions halves = of("Sigmoid", null, PartialShape.of(1, 4)).get("y");
    assertThat(halves.compare(a, b)).isEqualTo(new Decisions.Agreement(2, 4));
    assertThat(Decisions.byShape(Tensor.of(Shape.of(1, 1), 0.5f))).isEqualTo(halves);
    assertThat(Decisions.byShape(a)).isEqualTo(new Decisions(-1));
  }

  @Test
  void whatCannotBeComparedDecidesNothing() {
    Tensor a = Tensor.of(Shape.of(1, 2), 0f, 1f);
    assertThat(new Decisions(1).compare(a, null).all()).isZero();
    assertThat(new Decisions(1).compare(a, Tensor.of(Shape.of(2), 0f, 1f)).all()).isZero();
    assertThat(new Decisions(1).compare(a, null).share()).isEqualTo(1);
  }
}
