package org.octet.core.internal.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.TestRuntime;

/** What recurrent operations are taken apart into computes the same, as OpenVINO runs both. */
class RecurrentTest {
  private static final Set<String> TYPES =
      Set.of("LSTMSequence", "GRUSequence", "LSTMCell", "GRUCell");
  private static final int BATCH = 2;
  private static final int INPUT = 5;
  private static final int HIDDEN = 3;
  private static InferenceRuntime runtime;

  private final Random random = new Random(3);
  private final Model model = new Model("recurrent", 11);

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private Output parameter(String name, long... dims) {
    Operation op = new Operation(OperationTypes.PARAMETER, "opset1", name);
    op.with("shape", PartialShape.of(dims).toString().replaceAll("[\\[\\] ]", ""))
        .with("element_type", "f32");
    Output output = model.add(op).addOutput(ElementType.F32, PartialShape.of(dims));
    output.names().add(name);
    return output;
  }

  private Output constant(String name, long... dims) {
    return model.add(Operation.constant(name, values(Shape.of(dims)))).output(0);
  }

  private Tensor values(Shape shape) {
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  private void results(Operation op) {
    for (Output output : op.outputs()) {
      String name = "result" + output.index();
      output.names().add(name);
      model.add(new Operation(OperationTypes.RESULT, "opset1", name).addInput(output));
    }
  }

  private void sequence(String type, String direction, boolean linear, int time) {
    int d = direction.equals("bidirectional") ? 2 : 1;
    boolean lstm = type.startsWith("LSTM");
    int gates = lstm ? 4 : 3;
    Operation op = new Operation(type, "opset5", "rnn");
    op.with("hidden_size", Integer.toString(HIDDEN)).with("direction", direction);
    op.with("activations", lstm ? "sigmoid, tanh, tanh" : "sigmoid, tanh").with("clip", "0");
    op.addInput(parameter("x", BATCH, time, INPUT));
    op.addInput(parameter("h", BATCH, d, HIDDEN));
    if (lstm) {
      op.addInput(parameter("c", BATCH, d, HIDDEN));
    } else {
      op.with("linear_before_reset", Boolean.toString(linear));
    }
    Tensor lengths = Tensor.ofLongs(Shape.of(BATCH), time, time);
    op.addInput(model.add(Operation.constant("lengths", lengths)).output(0));
    op.addInput(constant("w", d, (long) gates * HIDDEN, INPUT));
    op.addInput(constant("r", d, (long) gates * HIDDEN, HIDDEN));
    op.addInput(constant("b", d, (long) (gates + (linear ? 1 : 0)) * HIDDEN));
    model.add(op);
    op.addOutput(ElementType.F32, PartialShape.of(BATCH, d, time, HIDDEN));
    for (int state = 0; state < (lstm ? 2 : 1); state++) {
      op.addOutput(ElementType.F32, PartialShape.of(BATCH, d, HIDDEN));
    }
    results(op);
  }

  private void cell(String type, boolean linear) {
    boolean lstm = type.startsWith("LSTM");
    int gates = lstm ? 4 : 3;
    Operation op = new Operation(type, lstm ? "opset4" : "opset3", "rnn");
    op.with("hidden_size", Integer.toString(HIDDEN));
    op.addInput(parameter("x", BATCH, INPUT)).addInput(parameter("h", BATCH, HIDDEN));
    if (lstm) {
      op.addInput(parameter("c", BATCH, HIDDEN));
    } else {
      op.with("linear_before_reset", Boolean.toString(linear));
    }
    op.addInput(constant("w", (long) gates * HIDDEN, INPUT));
    op.addInput(constant("r", (long) gates * HIDDEN, HIDDEN));
    op.addInput(constant("b", (long) (gates + (linear ? 1 : 0)) * HIDDEN));
    model.add(op);
    for (int state = 0; state < (lstm ? 2 : 1); state++) {
      op.addOutput(ElementType.F32, PartialShape.of(BATCH, HIDDEN));
    }
    results(op);
  }

  private static Map<String, float[]> run(Model model, List<Tensor> inputs) {
    Map<String, float[]> outputs = new TreeMap<>();
    CompileOptions options = CompileOptions.of("CPU", 1);
    try (CompiledModel compiled = runtime.compile(ModelSources.of(model), options);
        InferRequest request = compiled.createRequest()) {
      for (int i = 0; i < inputs.size(); i++) {
        request.setInput(i, inputs.get(i));
      }
      request.infer();
      List<TensorInfo> infos = compiled.outputs();
      for (int i = 0; i < infos.size(); i++) {
        outputs.put(infos.get(i).name(), request.output(i).toFloats());
      }
    }
    return outputs;
  }

  private void computesTheSame() {
    List<Tensor> inputs = new ArrayList<>();
    model
        .parameters()
        .forEach(p -> inputs.add(values(p.output(0).shape().toShape().orElseThrow())));
    Map<String, float[]> before = run(model, inputs);
    assertThat(Recurrent.decompose(model, TYPES)).isEmpty();
    assertThat(model.operations()).noneMatch(op -> TYPES.contains(op.type()));
    assertThat(model.hasDuplicateNames()).isFalse();
    Map<String, float[]> after = run(model, inputs);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach(
        (name, values) ->
            assertThat(after.get(name)).as(name).containsExactly(values, within(1e-5f)));
  }

  @ParameterizedTest
  @CsvSource({
    "LSTMSequence,forward,false,4",
    "LSTMSequence,reverse,false,4",
    "LSTMSequence,bidirectional,false,4",
    "LSTMSequence,forward,false,1",
    "GRUSequence,forward,false,4",
    "GRUSequence,reverse,true,3",
    "GRUSequence,bidirectional,true,2",
    "GRUSequence,bidirectional,false,1"
  })
  void sequencesComputeTheSame(String type, String direction, boolean linear, int time) {
    sequence(type, direction, linear, time);
    computesTheSame();
  }

  @ParameterizedTest
  @CsvSource({"LSTMCell,false", "GRUCell,false", "GRUCell,true"})
  void cellsComputeTheSame(String type, boolean linear) {
    cell(type, linear);
    computesTheSame();
  }

  @Test
  void outputsThatNobodyReadsLeaveNothingBehind() {
    sequence("LSTMSequence", "forward", false, 3);
    model.remove(model.operation("result1").orElseThrow());
    model.remove(model.operation("result2").orElseThrow());
    Recurrent.decompose(model, TYPES);
    assertThat(model.operations())
        .filteredOn(op -> !op.is(OperationTypes.RESULT, OperationTypes.PARAMETER))
        .allMatch(op -> op.outputs().stream().anyMatch(o -> !o.consumers().isEmpty()));
  }

  @Test
  void allStepsReadTheSameWeights() {
    sequence("LSTMSequence", "forward", false, 6);
    Recurrent.decompose(model, TYPES);
    assertThat(model.ofType("MatMul")).hasSize(12);
    assertThat(model.ofType("MatMul").stream().map(op -> op.input(1).source()).distinct())
        .hasSize(2);
  }

  @Test
  void whatCannotBeTakenApartStays() {
    sequence("LSTMSequence", "forward", false, 600);
    assertThat(Recurrent.decompose(model, TYPES))
        .containsExactly(
            "LSTMSequence 'rnn' is left as it is: its length is 600; it can be 1 to 512");
    assertThat(Recurrent.decompose(model, Set.of())).isEmpty();
    Operation op = model.operation("rnn").orElseThrow();
    op.with("clip", "2.5");
    assertThat(Recurrent.decompose(model, TYPES)).singleElement().asString().contains("it clips");
    op.with("clip", "0").with("activations", "relu,tanh,tanh");
    assertThat(Recurrent.decompose(model, TYPES))
        .singleElement()
        .asString()
        .contains("its activations are relu,tanh,tanh");
    assertThat(model.contains(op)).isTrue();
  }
}
