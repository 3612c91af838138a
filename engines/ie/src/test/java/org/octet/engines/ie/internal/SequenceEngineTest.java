package org.octet.engines.ie.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.EngineContract;

/** With a model in Java: {@code sum:0 = x0 + x1 + state}, {@code next = state + 1}. */
class SequenceEngineTest {
  private static final TensorInfo X = info("x", PartialShape.of(1, 2));
  private static final TensorInfo STATE = info("state:0", PartialShape.of(2, 1));

  @Nested
  class Contract extends EngineContract {
    @Override
    protected Engine create() {
      return engine(Map.of("feedback", List.of("next:state:0")));
    }

    @Override
    protected Models models() {
      return new Counting(List.of(X, STATE));
    }

    @Override
    protected List<Sample> samples() {
      return List.of(
          sample(Map.of("x", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6))),
          sample(Map.of(Sample.ONLY_INPUT, Tensor.of(Shape.of(1, 1, 2), 1, 2))));
    }
  }

  private static TensorInfo info(String name, PartialShape shape) {
    return new TensorInfo(name, List.of(name), ElementType.F32, shape);
  }

  private static Engine engine(Map<String, Object> parameters) {
    IeEngineProvider provider = new IeEngineProvider();
    return provider.create(provider.parameters().check(parameters, "ie", List.of()));
  }

  private static Sample sample(Map<String, Tensor> data) {
    return new Sample("s", data, Optional.empty());
  }

  /** Real arithmetic on real shapes; refuses what a model would. */
  private record Counting(List<TensorInfo> infos) implements Models {
    @Override
    public List<String> names() {
      return List.of("m");
    }

    @Override
    public List<TensorInfo> inputs(String model) {
      return infos;
    }

    @Override
    public List<TensorInfo> outputs(String model) {
      return List.of(info("sum:0", PartialShape.of(1, 1)), info("next", PartialShape.of(2, 1)));
    }

    @Override
    public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
      infos.forEach(i -> assertThat(i.shape().accepts(inputs.get(i.name()).shape())).isTrue());
      float[] x = inputs.get(infos.get(0).name()).toFloats();
      float[] state = infos.size() > 1 ? inputs.get(infos.get(1).name()).toFloats() : new float[2];
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      outputs.put("sum:0", Tensor.of(Shape.of(1, 1), x[0] + x[1] + state[0] + state[1]));
      outputs.put("next", Tensor.of(Shape.of(2, 1), state[0] + 1, state[1] + 10));
      return outputs;
    }

    @Override
    public void resetState(String model) {
      throw new AssertionError("every sample starts with the initial state");
    }

    @Override
    public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
      return Optional.of(new Annotation.Score(outputs.get("sum:0").shape().dim(0)));
    }
  }

  private static Prediction run(Map<String, Object> parameters, Map<String, Tensor> data) {
    return engine(parameters).run(sample(data), new Counting(List.of(X, STATE)));
  }

  private static final Map<String, Object> FED = Map.of("feedback", List.of("next:state:0"));

  @Test
  void stateStartsAtZeroAndIsFedBack() {
    Prediction p = run(FED, Map.of("x", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6)));
    assertThat(p.outputs()).containsOnlyKeys("sum:0");
    assertThat(p.outputs().get("sum:0").shape()).isEqualTo(Shape.of(3, 1));
    assertThat(p.outputs().get("sum:0").toFloats()).containsExactly(3, 7 + 11, 11 + 22);
    assertThat(p.decoded()).contains(new Annotation.Score(3));
  }

  @Test
  void stateMayStartWithWhatTheDataGive() {
    Tensor start = Tensor.of(Shape.of(2, 1), 100, 200);
    Tensor x = Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 4);
    Prediction p = run(FED, Map.of("x", x, "state:0", start));
    assertThat(p.outputs().get("sum:0").toFloats()).containsExactly(303, 318);
    assertThat(start.toFloats()).containsExactly(100, 200);
  }

  @Test
  void sequenceWithoutFeedbackTakesEveryInputStepByStep() {
    Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor state = Tensor.of(Shape.of(2, 2, 1), 10, 20, 30, 40);
    Prediction p = run(Map.of("sequence", true), Map.of("x", x, "state:0", state));
    assertThat(p.outputs().get("sum:0").toFloats()).containsExactly(33, 77);
    assertThat(p.outputs().get("next").shape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(p.outputs().get("next").toFloats()).containsExactly(11, 30, 31, 50);
  }

  @Test
  void whatHasOneStepGoesIntoEvery() {
    Tensor x = Tensor.of(Shape.of(1, 2), 1, 2);
    Tensor state = Tensor.of(Shape.of(2, 2, 1), 10, 20, 30, 40);
    Prediction p = run(Map.of("sequence", true), Map.of("x", x, "state:0", state));
    assertThat(p.outputs().get("sum:0").toFloats()).containsExactly(33, 73);
  }

  @Test
  void whatIsNoSequenceIsRefused() {
    Tensor good = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    refused(FED, Map.of("x", Tensor.of(Shape.of(4), 1, 2, 3, 4)), "f32[1,2]", "f32[4]", "step");
    refused(FED, Map.of("x", Tensor.of(Shape.of(2, 2, 1), 1, 2, 3, 4)), "f32[2,2,1]");
    refused(FED, Map.of("x", Tensor.allocate(ElementType.F32, Shape.of(0, 2))), "at least one");
    refused(FED, Map.of("y", good), "'y'", "'x'");
    refused(FED, Map.of(), "'x'");
    refused(Map.of("sequence", true), Map.of("x", good), "'state:0'");
    Tensor three = Tensor.allocate(ElementType.F32, Shape.of(3, 2, 1));
    refused(Map.of("sequence", true), Map.of("x", good, "state:0", three), "2 steps", "3");
  }

  @Test
  void feedbackNamesWhatThereIs() {
    Map<String, Tensor> data = Map.of("x", Tensor.of(Shape.of(1, 2), 1, 2));
    refused(Map.of("feedback", "nxt:state:0"), data, "nxt:state:0", "'next'", "'state:0'");
    refused(Map.of("feedback", "next"), data, "OUTPUT:INPUT");
    refused(Map.of("feedback", "next:state:0,next:state:0"), data, "twice");
    TensorInfo dynamic = info("state:0", PartialShape.of(-1, 1));
    assertThatThrownBy(() -> engine(FED).run(sample(data), new Counting(List.of(X, dynamic))))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("'state:0'", "fixed shape");
  }

  private static void refused(
      Map<String, Object> parameters, Map<String, Tensor> data, String... parts) {
    assertThatThrownBy(() -> run(parameters, data))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }
}
