package org.octet.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.calibration.CollectedStatistics;
import org.octet.core.internal.calibration.StatisticsCollector;

/** A model that adds up its inputs, run several times per sample. */
class StatefulModelsTest {
  private static final int SAMPLES = 9;

  /** Three steps of one sequence, then one step of another. */
  private static final Engine ENGINE =
      (sample, models) -> {
        Tensor x = sample.data().get(Sample.ONLY_INPUT);
        List<Tensor> totals = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
          totals.add(models.infer("sum", Map.of("x", x)).get("y"));
        }
        models.resetState("sum");
        totals.add(models.infer("sum", Map.of("x", x)).get("y"));
        float[] all = new float[totals.size()];
        for (int i = 0; i < all.length; i++) {
          all[i] = totals.get(i).floats().get(0);
        }
        return new Prediction(Map.of("y", Tensor.of(Shape.of(4), all)), Optional.empty());
      };

  private static InferenceRuntime runtime;
  private static OptimizedModel sum;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
    sum = OptimizedModel.of("sum", accumulator().model());
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static GraphBuilder accumulator() {
    GraphBuilder g = new GraphBuilder(1);
    Output x = g.parameter("x", PartialShape.of(1));
    Operation read = g.model().add(new Operation("ReadValue", "opset6", "read"));
    read.with("variable_id", "total").with("variable_type", "f32").with("variable_shape", "1");
    read.addInput(g.constant("start", Shape.of(1), 100f));
    Output total = g.binary("Add", "total", read.addOutput(ElementType.F32, PartialShape.of(1)), x);
    Operation assign = g.model().add(new Operation("Assign", "opset6", "assign"));
    assign.with("variable_id", "total").addInput(total);
    assign.addOutput(ElementType.F32, PartialShape.of(1));
    return g.result("y", g.binary("Multiply", "y", total, g.constant("one", Shape.of(1), 1f)));
  }

  private record Numbers(int size) implements DataLoader {
    @Override
    public Sample get(int index) {
      return Sample.of("s" + index, Tensor.of(Shape.of(1), index), Optional.empty());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everySampleStartsAnewAndItsCallsShareTheState(int threads) {
    Environment environment = TestRuntime.environment(runtime, threads);
    List<float[]> seen = new ArrayList<>();
    try (CompiledModels models = CompiledModels.compile(environment, ModelSources.of(sum))) {
      new SampleRunner(environment, ENGINE, List.of(models))
          .run(
              Samples.subset(new Numbers(SAMPLES), SAMPLES),
              new OrderedPredictions(
                  (id, truth, p) -> seen.add(p.get(0).outputs().get("y").toFloats())));
    }
    assertThat(seen).hasSize(SAMPLES);
    for (int i = 0; i < SAMPLES; i++) {
      assertThat(seen.get(i)).containsExactly(100 + i, 100 + 2 * i, 100 + 3 * i, 100 + i);
    }
  }

  @Test
  void statisticsSeeEveryStep() {
    TensorId total = new TensorId("sum", "total", 0);
    var least = StatisticRequest.perTensor(total, Reducer.MIN, Aggregator.MIN);
    var largest = StatisticRequest.perTensor(total, Reducer.MAX, Aggregator.MAX);
    var mean = StatisticRequest.perTensor(total, Reducer.MEAN, Aggregator.MEAN);
    CollectedStatistics statistics =
        StatisticsCollector.collect(
            sum,
            Set.of(least, largest, mean),
            Samples.subset(new Numbers(SAMPLES), SAMPLES),
            ENGINE,
            TestRuntime.environment(runtime, 2));
    assertThat(statistics.get(least)).containsExactly(100);
    assertThat(statistics.get(largest)).containsExactly(124);
    // 1 + 2 + 3 + 1 quarters of the mean of 0 to 8
    assertThat(statistics.get(mean)).containsExactly(107);
  }
}
