package org.octet.engines.openvino.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Models that remember variables, with the real library. */
class VariablesTest {
  private static OvRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = new OvRuntime(Natives.load());
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Test
  void variablesLastUntilTheyAreReset() {
    try (CompiledModel model =
            runtime.compile(TestModels.accumulator(), CompileOptions.of("CPU", 2));
        InferRequest request = model.createRequest();
        InferRequest other = model.createRequest()) {
      assertThat(model.stateful()).isTrue();
      request.resetState();
      assertThat(total(request, 1)).isEqualTo(101);
      assertThat(total(request, 2)).isEqualTo(103);
      assertThat(total(other, 7)).isEqualTo(107);
      request.resetState();
      assertThat(total(request, 4)).isEqualTo(104);
      assertThat(total(other, 1)).isEqualTo(108);
      request.resetState();
      request.resetState();
      assertThat(total(request, 5)).isEqualTo(105);
    }
  }

  private static float total(InferRequest request, float x) {
    request.setInput(0, Tensor.of(Shape.of(1), x));
    request.infer();
    return request.output(0).floats().get(0);
  }

  @Test
  void aModelWithoutVariablesHasNoStateToReset() {
    try (CompiledModel model =
            runtime.compile(TestModels.affine("2"), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      assertThat(model.stateful()).isFalse();
      request.resetState();
      request.setInput(0, Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
      request.infer();
      request.resetState();
      assertThat(request.output(0).toFloats()).containsExactly(11, 24, 39, 14, 30, 48);
    }
  }
}
