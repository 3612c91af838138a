package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

class FloatReturnTest {
  private Model floats;
  private Model quantized;

  /** One quantizer for two convolutions, one of which reads it past a pooling. */
  @BeforeEach
  void build() {
    GraphBuilder g = new GraphBuilder(5);
    Output x = g.relu("relu", g.parameter("x", PartialShape.of(1, 4, 12, 12)));
    Operation pool = g.model().add(new Operation("MaxPool", "opset1", "pool")).addInput(x);
    pool.with("strides", "2,2").with("kernel", "2,2");
    pool.with("pads_begin", "0,0").with("pads_end", "0,0");
    Output pooled = pool.addOutput(ElementType.F32, PartialShape.of(1, 4, 6, 6));
    g.result("a", g.convolution("past", pooled, 5, 3, 1));
    g.result("b", g.convolution("direct", x, 5, 3, 1));
    floats = g.model();
    quantized = floats.copy();
    Output tensor = quantized.operation("relu").orElseThrow().output(0);
    quantize("relu/fq", List.copyOf(tensor.consumers()), FakeQuantize.Range.scalar(0, 2.5f));
    for (String name : List.of("past", "direct")) {
      Operation op = quantized.operation(name).orElseThrow();
      quantize(name + "/fq", List.of(op.input(1)), FakeQuantize.Range.scalar(-0.5f, 0.5f));
      Operation bias = quantized.operation(name + "/bias").orElseThrow();
      float[] corrected = bias.value().toFloats();
      corrected[2] += 0.25f;
      bias.setValue(Tensor.of(bias.value().shape(), corrected));
    }
  }

  private void quantize(String name, List<Input> readers, FakeQuantize.Range range) {
    FakeQuantize.insert(quantized, name, readers.get(0).source(), readers, 256, range);
  }

  private void giveBack(String name) {
    new FloatReturn(quantized, floats).apply(quantized.operation(name).orElseThrow());
  }

  private static Operation producer(Operation op, int input) {
    return op.input(input).source().operation();
  }

  private float[] bias(String name) {
    return producer(quantized.operation(name + "/add").orElseThrow(), 1).value().toFloats();
  }

  @Test
  void leavesTheQuantizerToItsOtherReaders() {
    assertThat(FloatReturn.quantized(quantized))
        .extracting(Operation::name)
        .containsExactlyInAnyOrder("past", "direct");
    giveBack("past");
    assertThat(FloatReturn.quantized(quantized))
        .extracting(Operation::name)
        .containsExactly("direct");
    Operation past = quantized.operation("past").orElseThrow();
    Operation pool = producer(past, 0);
    assertThat(pool.type()).isEqualTo("MaxPool");
    assertThat(pool.attributes()).isEqualTo(floats.operation("pool").orElseThrow().attributes());
    assertThat(producer(pool, 0).name()).isEqualTo("relu");
    assertThat(producer(past, 1).isConstant()).isTrue();
    Operation direct = quantized.operation("direct").orElseThrow();
    assertThat(producer(direct, 0).name()).isEqualTo("relu/fq");
    // the pooling of quantized values is read by nobody any more
    assertThat(quantized.ofType("MaxPool")).hasSize(1);
    assertThat(quantized.ofType("FakeQuantize")).hasSize(2);
  }

  @Test
  void putsBackOnlyTheBiasOfWhatItReturns() {
    giveBack("direct");
    assertThat(bias("direct"))
        .containsExactly(floats.operation("direct/bias").orElseThrow().value().toFloats());
    assertThat(bias("past"))
        .isNotEqualTo(floats.operation("past/bias").orElseThrow().value().toFloats());
  }

  @Test
  void givesTheFloatModelsValuesWhenAllIsReturned() {
    giveBack("past");
    giveBack("direct");
    assertThat(quantized.ofType("FakeQuantize")).isEmpty();
    Engine engine =
        (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
    try (InferenceRuntime runtime = TestRuntime.open()) {
      Evaluator evaluator =
          new Evaluator(
              OptimizedModel.of("m", floats),
              Samples.subset(new RandomSamples(4, Shape.of(1, 4, 12, 12)), 4),
              engine,
              TestRuntime.environment(runtime, 1));
      assertThat(evaluator.compare(OptimizedModel.of("m", quantized), 4).sqnr())
          .containsOnlyKeys("a", "b")
          .allSatisfy((output, sqnr) -> assertThat(sqnr).isEqualTo(Double.POSITIVE_INFINITY));
    }
  }
}
