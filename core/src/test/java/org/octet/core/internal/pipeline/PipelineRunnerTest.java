package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.GuardSpec;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.QuantizationReport.Timing;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.algorithm.Reason;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.PluginException;
import org.octet.api.error.QualityException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

class PipelineRunnerTest {
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
  private static final RandomSamples LOADER = new RandomSamples(12, Shape.of(1, 3, 33, 40));
  private static final TargetDevice DEVICE =
      new TargetDevice(
          "TEST",
          List.of(
              new OperationConfig(
                  "Convolution",
                  List.of(new QuantizerConfig(8, Mode.SYMMETRIC, false, false, false)),
                  List.of(new QuantizerConfig(8, Mode.SYMMETRIC, true, true, true)))),
          Set.of("Reshape"),
          Set.of(),
          List.of(),
          false);

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** Symmetric 8-bit quantization of all convolutions; the last bias can be spoilt. */
  private static final class Quantizing implements Algorithm {
    private final float spoiltBias;
    private final List<Evaluation> evaluations = new ArrayList<>();

    Quantizing(float spoiltBias) {
      this.spoiltBias = spoiltBias;
    }

    private static StatisticRequest absMax(Operation convolution) {
      return StatisticRequest.perTensor(
          TensorId.of("m", convolution.input(0).source()), Reducer.ABS_MAX, Aggregator.MAX);
    }

    @Override
    public void register(
        OptimizedModel model, StatisticRequests requests, AlgorithmContext context) {
      model.model("m").ofType("Convolution").forEach(op -> requests.request(absMax(op)));
    }

    @Override
    public void apply(OptimizedModel model, Statistics statistics, AlgorithmContext context) {
      Model graph = model.model("m");
      for (Operation op : graph.ofType("Convolution")) {
        float high = statistics.get(absMax(op))[0];
        quantize(graph, op, 0, 256, high);
        float most = 0;
        for (float v : op.input(1).source().operation().value().toFloats()) {
          most = Math.max(most, Math.abs(v));
        }
        quantize(graph, op, 1, 255, most);
        context.reasons().put("m", op, Reason.QUANTIZED, "");
      }
      spoil(graph.operation("conv5/bias").orElseThrow());
      evaluations.add(context.evaluate(model, 5));
      evaluations.add(context.evaluate(model, 12));
      context.note("quantized by a test");
    }

    private void spoil(Operation bias) {
      float[] values = bias.value().toFloats();
      for (int i = 0; i < values.length && spoiltBias != 0; i++) {
        values[i] = spoiltBias;
      }
      bias.setValue(Tensor.of(bias.value().shape(), values));
    }

    private static void quantize(Model graph, Operation op, int input, int levels, float high) {
      Operation fq =
          new Operation("FakeQuantize", "opset1", op.name() + "/fq_" + input)
              .with("levels", Integer.toString(levels));
      Output source = op.input(input).source();
      graph.add(fq).addInput(source);
      for (int i = 0; i < 4; i++) {
        float bound = i % 2 == 1 ? high : -high;
        Operation range = Operation.constant(fq.name() + "/" + i, Tensor.of(Shape.of(), bound));
        fq.addInput(graph.add(range).output(0));
      }
      op.input(input).connect(fq.addOutput(source.type(), source.shape()));
    }
  }

  private static PipelineResult run(
      Algorithm algorithm, GuardSpec guard, int threads, boolean timings) {
    return run(algorithm, Guard.of(guard, false), threads, timings);
  }

  private static PipelineResult run(
      Algorithm algorithm, Guard guard, int threads, boolean timings) {
    return PipelineRunner.run(
        OptimizedModel.of("m", GraphBuilder.residual(77)),
        List.of(new NamedAlgorithm("Quantizing", algorithm, List.of())),
        Samples.subset(LOADER, 300),
        ENGINE,
        DEVICE,
        guard,
        TestRuntime.environment(runtime, threads),
        Optional.empty(),
        timings);
  }

  @Test
  void quantizesComparesAndReports() {
    Quantizing algorithm = new Quantizing(0);
    PipelineResult result = run(algorithm, GuardSpec.DEFAULT, 2, true);
    assertThat(result.samples()).isEqualTo(12);
    assertThat(result.sqnr()).containsOnlyKeys("scores");
    assertThat(result.sqnr().get("scores")).isBetween(20.0, 60.0);
    assertThat(result.notes()).containsExactly("quantized by a test");
    assertThat(result.timings())
        .extracting(Timing::stage)
        .containsExactly(
            "prepare", "compile", "decode", "calibrate", "plain", "Quantizing", "guard");
    assertThat(result.quantizers()).extracting(q -> q.kind()).contains("weight", "activation");
    assertThat(result.quantizers()).hasSize(10);
    assertThat(result.model().model("m").ofType("FakeQuantize")).hasSize(5);
    assertThat(result.deviceProperties()).isNotEmpty();
    assertThat(result.operations())
        .extracting(OperationEntry::type, OperationEntry::reason)
        .contains(tuple("Convolution", "quantized"), tuple("ReduceMean", "unsupported-operation"));
    assertThat(result.operations()).extracting(OperationEntry::type).doesNotContain("Const");
    // the stored weights change nothing that the last comparison saw
    Evaluation last = algorithm.evaluations.get(1);
    assertThat(last.samples()).isEqualTo(12);
    assertThat(last.worst()).isCloseTo(result.sqnr().get("scores"), within(1e-2));
    assertThat(algorithm.evaluations.get(0).samples()).isEqualTo(5);
  }

  @Test
  void givesTheSameBytesForAnyNumberOfThreads() {
    PipelineResult one = run(new Quantizing(0), GuardSpec.DEFAULT, 1, false);
    for (int threads : new int[] {2, 3, 8}) {
      PipelineResult many = run(new Quantizing(0), GuardSpec.DEFAULT, threads, threads == 3);
      ModelInMemory a = ModelSources.of(one.model().model("m"));
      ModelInMemory b = ModelSources.of(many.model().model("m"));
      assertThat(b.xml()).isEqualTo(a.xml());
      assertThat(b.weights()).isEqualTo(a.weights());
      assertThat(many.sqnr()).isEqualTo(one.sqnr());
    }
  }

  @Test
  void theGuardReturnsToFloatWhatIsBroken() {
    for (float bias : new float[] {1000, Float.NaN, Float.POSITIVE_INFINITY}) {
      PipelineResult result = run(new Quantizing(bias), GuardSpec.DEFAULT, 2, false);
      assertThat(result.sqnr().get("scores")).isGreaterThan(8);
      assertThat(result.notes())
          .last()
          .asString()
          .contains("guard: returned 1 operations", "conv5");
      assertThat(result.operations())
          .filteredOn(op -> op.reason().equals("returned-by-guard"))
          .extracting(OperationEntry::name)
          .containsExactly("conv5");
      assertThat(result.model().model("m").ofType("FakeQuantize")).hasSize(4);
    }
  }

  @Test
  void theGuardReturnsNoMoreThanItTakes() {
    double before = run(new Quantizing(0), GuardSpec.DEFAULT, 2, false).sqnr().get("scores");
    GuardSpec higher = new GuardSpec(true, before + 3, 12);
    PipelineResult some = run(new Quantizing(0), higher, 2, false);
    assertThat(some.sqnr().get("scores")).isGreaterThanOrEqualTo(before + 3);
    assertThat(some.model().model("m").ofType("FakeQuantize")).hasSizeBetween(1, 4);
    assertThatThrownBy(() -> run(new Quantizing(0), new GuardSpec(true, 200.0, 4), 2, false))
        .isInstanceOf(QualityException.class)
        .hasMessageContaining("200.00 dB");
  }

  /** A weight that was changed is no quantizer's fault: float operations do not mend it. */
  private static final class Damaging implements Algorithm {
    private final Quantizing quantizing = new Quantizing(0);
    private final String layer;

    Damaging(String layer) {
      this.layer = layer;
    }

    @Override
    public void register(
        OptimizedModel model, StatisticRequests requests, AlgorithmContext context) {
      quantizing.register(model, requests, context);
    }

    @Override
    public void apply(OptimizedModel model, Statistics statistics, AlgorithmContext context) {
      Operation weight = model.model("m").operation(layer + "/weights").orElseThrow();
      float[] values = weight.value().toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] = (i % 2 == 0 ? 9 : -9) * values[i];
      }
      weight.setValue(Tensor.of(weight.value().shape(), values));
      quantizing.apply(model, statistics, context);
    }
  }

  @Test
  void theGuardRefusesWhatFloatDoesNotMend() {
    assertThatThrownBy(() -> run(new Damaging("conv3"), GuardSpec.DEFAULT, 2, false))
        .isInstanceOf(QualityException.class)
        .hasMessageContaining("'scores'")
        .hasMessageContaining("8.00 dB are demanded")
        .hasMessageContaining("12 calibration samples")
        .hasMessageContaining("conv3")
        .hasMessageContaining("--force");
    PipelineResult forced = run(new Damaging("conv3"), Guard.of(null, true), 2, false);
    assertThat(forced.notes()).last().asString().contains("written by force", "conv3");
    assertThat(forced.sqnr().get("scores")).isLessThan(8);
    PipelineResult unguarded =
        run(new Damaging("conv3"), new GuardSpec(false, null, null), 2, false);
    assertThat(unguarded.sqnr()).isEqualTo(Map.of());
  }

  @Test
  void theGuardAsksScoresToDecideAlikeEvenIfTheAlgorithmComparedThemBefore() {
    GuardSpec alike = new GuardSpec(true, -60.0, 12, null, 1.0);
    // its last evaluation is of the very model that the guard looks at
    assertThatThrownBy(() -> run(new Damaging("conv5"), alike, 2, false))
        .isInstanceOf(QualityException.class)
        .hasMessageContaining("'scores' decides like the float model in")
        .hasMessageContaining("100.00 % are demanded");
    GuardSpec silent = new GuardSpec(true, -60.0, 12);
    assertThat(run(new Damaging("conv5"), silent, 2, false).sqnr().get("scores")).isLessThan(8);
  }

  @Test
  void blamesAnAlgorithmThatFails() {
    Algorithm broken =
        new Algorithm() {
          @Override
          public void register(
              OptimizedModel model, StatisticRequests requests, AlgorithmContext context) {}

          @Override
          public void apply(OptimizedModel model, Statistics statistics, AlgorithmContext context) {
            throw new ArithmeticException("oops");
          }
        };
    assertThatThrownBy(() -> run(broken, GuardSpec.DEFAULT, 1, false))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("algorithm 'Quantizing'")
        .hasMessageContaining("oops");
  }
}
