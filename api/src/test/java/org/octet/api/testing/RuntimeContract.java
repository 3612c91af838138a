package org.octet.api.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InferenceException;
import org.octet.api.error.InputException;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.runtime.ModelSource;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** What every runtime must keep: equal results for any thread, errors instead of crashes. */
public abstract class RuntimeContract {
  @TempDir Path folder;

  /** The provider. */
  protected abstract RuntimeProvider provider();

  /** A model with one float input of a fixed shape, and float outputs. */
  protected abstract ModelSource model();

  /** The device that the model is compiled for. */
  protected String device() {
    return "CPU";
  }

  private InferenceRuntime open() {
    return provider().open(PluginParameters.of(provider(), Map.of()));
  }

  private CompiledModel compile(InferenceRuntime runtime) {
    return runtime.compile(model(), CompileOptions.of(device(), Together.THREADS));
  }

  private static Tensor input(CompiledModel model, float step) {
    Shape shape = model.inputs().get(0).shape().toShape().orElseThrow();
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = step * (i + 1);
    }
    return Tensor.of(shape, values);
  }

  private static List<Object> infer(CompiledModel model, InferRequest request, Tensor input) {
    request.setInput(0, input);
    request.infer();
    List<Object> outputs = new ArrayList<>();
    for (int i = 0; i < model.outputs().size(); i++) {
      outputs.add(Contents.of(request.output(i)));
    }
    return outputs;
  }

  @Test
  void tellsItsVersionAndItsDevices() {
    try (InferenceRuntime runtime = open()) {
      assertThat(runtime.version()).isNotBlank().doesNotContain("\n");
      assertThat(runtime.devices())
          .anySatisfy(d -> assertThat(d.name()).isEqualTo(device()))
          .allSatisfy(d -> assertThat(d.fullName()).isNotBlank());
    }
  }

  @Test
  void tellsInputsAndOutputsOfAModel() {
    try (InferenceRuntime runtime = open();
        CompiledModel model = compile(runtime)) {
      assertThat(model.inputs()).hasSize(1);
      assertThat(model.outputs()).isNotEmpty();
      for (TensorInfo info : model.outputs()) {
        assertThat(info.name()).isNotBlank();
        assertThat(info.type()).isEqualTo(ElementType.F32);
      }
      assertThat(model.properties()).isEqualTo(model.properties());
      assertThat(model.executedGraph()).isNotEmpty();
    }
  }

  @Test
  void equalInputsGiveEqualOutputs() {
    try (InferenceRuntime runtime = open();
        CompiledModel first = compile(runtime);
        CompiledModel second = compile(runtime);
        InferRequest a = first.createRequest();
        InferRequest b = second.createRequest()) {
      List<Object> expected = infer(first, a, input(first, 0.5f));
      assertThat(infer(first, a, input(first, -2))).isNotEqualTo(expected);
      assertThat(infer(first, a, input(first, 0.5f))).isEqualTo(expected);
      assertThat(infer(second, b, input(second, 0.5f))).isEqualTo(expected);
    }
  }

  @Test
  void requestsOfThreadsDoNotDisturbEachOther() throws Exception {
    try (InferenceRuntime runtime = open();
        CompiledModel model = compile(runtime)) {
      List<List<Object>> alone = new ArrayList<>();
      try (InferRequest request = model.createRequest()) {
        for (int t = 0; t < Together.THREADS; t++) {
          alone.add(infer(model, request, input(model, t + 1)));
        }
      }
      List<List<Object>> together =
          Together.run(
              t ->
                  () -> {
                    try (InferRequest request = model.createRequest()) {
                      for (int i = 0; i < 20; i++) {
                        infer(model, request, input(model, t + 1));
                      }
                      return infer(model, request, input(model, t + 1));
                    }
                  });
      assertThat(together).isEqualTo(alone);
    }
  }

  @Test
  void twoRuntimesLiveSideBySide() {
    try (InferenceRuntime first = open()) {
      List<Object> expected;
      try (InferenceRuntime second = open();
          CompiledModel model = compile(second);
          InferRequest request = model.createRequest()) {
        expected = infer(model, request, input(model, 3));
      }
      try (CompiledModel model = compile(first);
          InferRequest request = model.createRequest()) {
        assertThat(infer(model, request, input(model, 3))).isEqualTo(expected);
      }
    }
  }

  @Test
  void anUnknownDeviceIsTheUsersMistake() {
    try (InferenceRuntime runtime = open()) {
      assertThatThrownBy(() -> runtime.compile(model(), CompileOptions.of("ABACUS", 1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("ABACUS")
          .hasMessageContaining(device());
    }
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    try (InferenceRuntime runtime = open()) {
      ByteBuffer none = ByteBuffer.allocateDirect(0);
      ModelInMemory noise = new ModelInMemory("<no model".getBytes(UTF_8), none);
      assertThatThrownBy(() -> runtime.compile(noise, CompileOptions.of(device(), 1)))
          .isInstanceOfAny(InferenceException.class, InputException.class);
      Path missing = folder.resolve("missing.onnx");
      assertThatThrownBy(() -> runtime.importModel(missing, folder))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("missing.onnx");
      Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
      assertThatThrownBy(() -> runtime.importModel(text, folder))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("text.onnx");
    }
  }

  @Test
  void anInputOfAnotherShapeIsRefused() {
    try (InferenceRuntime runtime = open();
        CompiledModel model = compile(runtime);
        InferRequest request = model.createRequest()) {
      List<Object> expected = infer(model, request, input(model, 1));
      Tensor other = Tensor.allocate(ElementType.F32, Shape.of(7, 1, 5, 3, 2));
      assertThatThrownBy(() -> infer(model, request, other)).isInstanceOf(InferenceException.class);
      assertThat(infer(model, request, input(model, 1))).isEqualTo(expected);
    }
  }

  @Test
  void indicesOutsideAreRefused() {
    try (InferenceRuntime runtime = open();
        CompiledModel model = compile(runtime);
        InferRequest request = model.createRequest()) {
      infer(model, request, input(model, 1));
      for (int index : new int[] {-1, model.outputs().size(), Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> request.output(index)).isInstanceOf(RuntimeException.class);
      }
      for (int index : new int[] {-1, 1, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> request.setInput(index, input(model, 1)))
            .isInstanceOf(RuntimeException.class);
      }
    }
  }

  @Test
  void everythingClosesTwice() {
    InferenceRuntime runtime = open();
    CompiledModel model = compile(runtime);
    InferRequest request = model.createRequest();
    infer(model, request, input(model, 1));
    request.resetState();
    request.close();
    request.close();
    model.close();
    model.close();
    runtime.close();
    runtime.close();
  }

  @Test
  void useAfterCloseIsRefused() {
    InferenceRuntime runtime = open();
    CompiledModel model = compile(runtime);
    InferRequest request = model.createRequest();
    request.close();
    assertThatThrownBy(request::infer).isInstanceOf(RuntimeException.class);
    model.close();
    assertThatThrownBy(model::createRequest).isInstanceOf(RuntimeException.class);
    runtime.close();
    assertThatThrownBy(() -> compile(runtime)).isInstanceOf(RuntimeException.class);
  }
}
