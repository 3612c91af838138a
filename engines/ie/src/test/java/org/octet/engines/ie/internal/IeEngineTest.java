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
import org.octet.api.plugin.Plugin;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.EngineContract;
import org.octet.api.testing.PluginContract;

/** With a model in Java: its outputs are the doubled sum and the difference of its inputs. */
class IeEngineTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return IeEngineProvider.class;
    }
  }

  @Nested
  class Contract extends EngineContract {
    @Override
    protected Engine create() {
      return engine();
    }

    @Override
    protected Models models() {
      return new JavaModels(List.of("m"), "x");
    }

    @Override
    protected List<Sample> samples() {
      return List.of(sample("a", Map.of("x", 1f)), sample("b", Map.of(Sample.ONLY_INPUT, 2f)));
    }
  }

  private static Engine engine() {
    IeEngineProvider provider = new IeEngineProvider();
    return provider.create(provider.parameters().check(Map.of(), "ie", List.of()));
  }

  private static Sample sample(String id, Map<String, Float> values) {
    Map<String, Tensor> data = new LinkedHashMap<>();
    values.forEach((name, v) -> data.put(name, Tensor.of(Shape.of(1), v)));
    return new Sample(id, data, Optional.empty());
  }

  /** A real, if small, implementation for names and arithmetic. */
  private record JavaModels(List<String> names, String... inputNames) implements Models {
    @Override
    public void resetState(String model) {}

    @Override
    public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
      return Optional.empty();
    }

    @Override
    public List<TensorInfo> inputs(String model) {
      return List.of(inputNames).stream().map(JavaModels::info).toList();
    }

    @Override
    public List<TensorInfo> outputs(String model) {
      return List.of(info("sum"), info("difference"));
    }

    private static TensorInfo info(String name) {
      return new TensorInfo(name, List.of(name), ElementType.F32, PartialShape.of(Shape.of(1)));
    }

    @Override
    public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
      assertThat(names).contains(model);
      float sum = 0;
      float difference = 0;
      for (String name : inputNames) {
        Tensor t = inputs.get(inputs.containsKey(name) ? name : Sample.ONLY_INPUT);
        sum += t.floats().get(0);
        difference = t.floats().get(0) - difference;
      }
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      outputs.put("sum", Tensor.of(Shape.of(1), 2 * sum));
      outputs.put("difference", Tensor.of(Shape.of(1), difference));
      return outputs;
    }
  }

  private static float[] run(Sample sample, Models models) {
    Prediction p = engine().run(sample, models);
    assertThat(p.decoded()).isEmpty();
    assertThat(p.outputs().keySet()).containsExactly("sum", "difference");
    return new float[] {
      p.outputs().get("sum").floats().get(0), p.outputs().get("difference").floats().get(0)
    };
  }

  @Test
  void theOnlyInputNeedsNoName() {
    JavaModels models = new JavaModels(List.of("m"), "x");
    assertThat(run(sample("s", Map.of(Sample.ONLY_INPUT, 3f)), models)).containsExactly(6, 3);
    assertThat(run(sample("s", Map.of("x", 3f)), models)).containsExactly(6, 3);
  }

  @Test
  void severalInputsGoByName() {
    JavaModels models = new JavaModels(List.of("m"), "ids", "mask");
    assertThat(run(sample("s", Map.of("mask", 3f, "ids", 1f)), models)).containsExactly(8, 2);
  }

  @Test
  void wrongNamesAreToldTogetherWithTheRightOnes() {
    JavaModels two = new JavaModels(List.of("m"), "ids", "mask");
    refused(
        sample("s1", Map.of(Sample.ONLY_INPUT, 1f)),
        two,
        "s1",
        "one tensor without a name",
        "'ids', 'mask'");
    refused(sample("s1", Map.of("ids", 1f)), two, "'ids'", "'m'", "2 input(s)");
    refused(sample("s1", Map.of("ids", 1f, "mask", 1f, "type", 1f)), two, "'type'", "'mask'");
    refused(sample("s1", Map.of("y", 1f)), new JavaModels(List.of("m"), "x"), "'y'", "'x'");
  }

  @Test
  void severalModelsNeedACascadeEngine() {
    refused(
        sample("s", Map.of("x", 1f)),
        new JavaModels(List.of("pnet", "rnet"), "x"),
        "2 (pnet, rnet)",
        "cascade");
  }

  private static void refused(Sample sample, Models models, String... parts) {
    var error =
        assertThatThrownBy(() -> engine().run(sample, models)).isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }
}
