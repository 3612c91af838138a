package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.GuardSpec;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
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
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** Networks with an LSTM behind a MatMul that is quantized more or less coarsely. */
class WeightOnlyStageTest {
  private static final int FEATURES = 48;
  private static final int HIDDEN = 32;
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
  private static final RandomSamples LOADER = new RandomSamples(12, Shape.of(1, 5, FEATURES));
  private static final TargetDevice DEVICE =
      new TargetDevice("TEST", List.of(), Set.of(), Set.of(), List.of(), false);

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static Output matMul(GraphBuilder g, String name, Output input, PartialShape shape) {
    int in = (int) input.shape().dim(-1 + input.shape().rank()).min();
    int out = (int) shape.dim(shape.rank() - 1).min();
    Operation op = g.model().add(new Operation("MatMul", "opset1", name));
    op.with("transpose_a", "false").with("transpose_b", "false").addInput(input);
    op.addInput(g.constant(name + "/weights", Shape.of(in, out), g.gaussian(in * out, 0.15)));
    return op.addOutput(ElementType.F32, shape);
  }

  private static Model network() {
    GraphBuilder g = new GraphBuilder(11);
    Output x = g.parameter("x", PartialShape.of(1, 5, FEATURES));
    Output projected = matMul(g, "first", x, PartialShape.of(1, 5, FEATURES));
    Operation lstm = g.model().add(new Operation("LSTMSequence", "opset5", "lstm"));
    lstm.with("hidden_size", Integer.toString(HIDDEN)).with("direction", "forward");
    lstm.with("activations", "sigmoid,tanh,tanh").with("clip", "0");
    lstm.addInput(projected);
    for (String state : List.of("hidden", "cell")) {
      lstm.addInput(g.constant(state, Shape.of(1, 1, HIDDEN), new float[HIDDEN]));
    }
    Operation length = Operation.constant("length", Tensor.ofLongs(Shape.of(1), 5));
    lstm.addInput(g.model().add(length).output(0));
    int gates = 4 * HIDDEN;
    float[] w = g.gaussian(gates * FEATURES, 0.1);
    float[] r = g.gaussian(gates * HIDDEN, 0.1);
    lstm.addInput(g.constant("lstm/w", Shape.of(1, gates, FEATURES), w));
    lstm.addInput(g.constant("lstm/r", Shape.of(1, gates, HIDDEN), r));
    lstm.addInput(g.constant("lstm/b", Shape.of(1, gates), g.gaussian(gates, 0.1)));
    Output y = lstm.addOutput(ElementType.F32, PartialShape.of(1, 1, 5, HIDDEN));
    lstm.addOutput(ElementType.F32, PartialShape.of(1, 1, HIDDEN));
    lstm.addOutput(ElementType.F32, PartialShape.of(1, 1, HIDDEN));
    g.result("y", matMul(g, "last", y, PartialShape.of(1, 1, 5, 8)));
    return g.model();
  }

  /** Quantizes what both MatMuls read. */
  private record Coarsely(int first, int last) implements Algorithm {
    @Override
    public void register(OptimizedModel m, StatisticRequests r, AlgorithmContext context) {
      // the ranges are known
    }

    @Override
    public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
      quantize(models.model("m"), "first", first, 20);
      quantize(models.model("m"), "last", last, 1);
    }

    private static void quantize(Model model, String name, int levels, float high) {
      Input input = model.operation(name).orElseThrow().input(0);
      FakeQuantize.Range range = FakeQuantize.Range.scalar(-high, high);
      FakeQuantize.insert(model, name + "/fq", input.source(), List.of(input), levels, range);
    }
  }

  private static PipelineResult run(Coarsely algorithm, GuardSpec guard) {
    return run(algorithm, guard, DEVICE);
  }

  private static PipelineResult run(Coarsely algorithm, GuardSpec guard, TargetDevice device) {
    return PipelineRunner.run(
        OptimizedModel.of("m", network()),
        List.of(new NamedAlgorithm("Coarsely", algorithm, List.of())),
        Samples.subset(LOADER, 300),
        ENGINE,
        device,
        Guard.of(guard, false),
        TestRuntime.environment(runtime, 3),
        Optional.empty(),
        false);
  }

  private static List<String> integers(PipelineResult result) {
    return result.quantizers().stream()
        .filter(q -> q.kind().equals("weight"))
        .map(q -> q.target())
        .toList();
  }

  private static long bytes(PipelineResult result) {
    return result.model().model("m").operations().stream()
        .filter(Operation::isConstant)
        .mapToLong(op -> op.value().bytes().remaining())
        .sum();
  }

  @Test
  void aDeviceOfIntegersOnlyReadsWeightsAsTheyAre() {
    QuantizerConfig eight =
        new QuantizerConfig(8, QuantizerConfig.Mode.SYMMETRIC, false, true, true);
    TargetDevice integers =
        new TargetDevice(
            "INTEGERS",
            List.of(new OperationConfig("MatMul", List.of(eight), List.of(eight), List.of(eight))),
            Set.of(),
            Set.of(),
            List.of(),
            false);

    PipelineResult result = run(new Coarsely(256, 256), null, integers);

    assertThat(integers(result)).isEmpty();
    assertThat(bytes(result)).isGreaterThan(bytes(run(new Coarsely(256, 256), null)));
  }

  @Test
  void weightsOfAnLstmBecomeIntegersWhereTheOutputsStay() {
    PipelineResult result = run(new Coarsely(64, 64), GuardSpec.DEFAULT);
    assertThat(integers(result)).containsExactly("lstm/w:0", "lstm/r:0");
    assertThat(result.notes()).last().asString().contains("2 of 2 are stored as integers");
    assertThat(result.sqnr().get("y")).isGreaterThan(15);
    long saved = 3 * 4 * HIDDEN * (FEATURES + HIDDEN) - 2 * 4 * 4 * HIDDEN;
    PipelineResult off = run(new Coarsely(64, 64), new GuardSpec(false, null, null));
    assertThat(integers(off)).isEmpty();
    assertThat(bytes(off) - bytes(result)).isEqualTo(saved);
  }

  @Test
  void theyStayFloatWhereThatCostsTheOutputs() {
    PipelineResult result = run(new Coarsely(65536, 65536), GuardSpec.DEFAULT);
    assertThat(result.sqnr().get("y")).isGreaterThan(60);
    assertThat(integers(result)).isEmpty();
  }

  @Test
  void whatTheGuardReturnsKeepsIntegerWeights() {
    PipelineResult result = run(new Coarsely(8, 48), GuardSpec.DEFAULT);
    assertThat(result.notes())
        .anyMatch(n -> n.contains("returned 1 operations") && n.contains("first"));
    assertThat(integers(result)).containsExactly("first/weights:0", "lstm/w:0", "lstm/r:0");
    assertThat(result.sqnr().get("y")).isGreaterThan(20);
    Operation read =
        result.model().model("m").operation("first").orElseThrow().input(1).source().operation();
    assertThat(read.type()).isEqualTo("Divide");
  }
}
