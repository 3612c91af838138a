package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.PartialShape;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** Two models in a row, the second one only for some samples. */
class CascadeStatisticsTest {
  private static final RandomSamples LOADER = new RandomSamples(6, Shape.of(1, 4));
  private static final StatisticRequest FIRST = max("first");
  private static final StatisticRequest SECOND = max("second");
  private static final StatisticRequest MEAN = second(Reducer.MEAN, Aggregator.MEAN);
  private static final StatisticRequest LEAST = second(Reducer.MIN, Aggregator.MIN);

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static StatisticRequest max(String model) {
    return StatisticRequest.perTensor(
        new TensorId(model, "scaled", 0), Reducer.MAX, Aggregator.MEAN);
  }

  private static StatisticRequest second(Reducer reducer, Aggregator aggregator) {
    return StatisticRequest.perTensor(new TensorId("second", "scaled", 0), reducer, aggregator);
  }

  private static Model times(float factor) {
    GraphBuilder g = new GraphBuilder(1);
    var x = g.parameter("x", PartialShape.of(1, 4));
    var scaled = g.binary("Multiply", "scaled", x, g.constant("f", Shape.of(1, 1), factor));
    g.result("y", g.binary("Add", "same", scaled, g.constant("zero", Shape.of(1, 1), 0f)));
    return g.model();
  }

  private static CollectedStatistics collect(Engine engine) {
    Map<String, Model> models = new LinkedHashMap<>();
    models.put("first", times(2));
    models.put("second", times(4));
    return StatisticsCollector.collect(
        new OptimizedModel(models),
        Set.of(FIRST, SECOND, MEAN, LEAST),
        Samples.subset(LOADER, 6),
        engine,
        TestRuntime.environment(runtime, 3));
  }

  private static double meanOfMaxima(int step, float factor) {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < 6; i += step) {
      float[] values = LOADER.tensor(i).toFloats();
      sum += Quantiles.maximum(values, values.length) * factor;
      n++;
    }
    return sum / n;
  }

  @Test
  void eachModelHasTheSamplesThatReachIt() {
    Engine cascade =
        (sample, models) -> {
          assertThat(models.names()).containsExactly("first", "second");
          Map<String, Tensor> outputs = models.infer("first", sample.data());
          boolean even = sample.id().matches("sample-[024]");
          Map<String, Tensor> last =
              even ? models.infer("second", Map.of("x", outputs.get("y"))) : outputs;
          return new Prediction(last, Optional.empty());
        };
    CollectedStatistics statistics = collect(cascade);
    assertThat(statistics.samples()).isEqualTo(6);
    assertThat(statistics.get(FIRST)).containsExactly((float) meanOfMaxima(1, 2));
    assertThat(statistics.get(SECOND)).containsExactly((float) meanOfMaxima(2, 8));
  }

  @Test
  void runsOfOneSampleCountAsSamplesOfTheirOwn() {
    // the second model runs once for the first sample, twice for the next, ...
    Engine repeated =
        (sample, models) -> {
          Map<String, Tensor> outputs = models.infer("first", sample.data());
          for (int run = 0; run <= number(sample.id()); run++) {
            models.infer("second", Map.of("x", times(outputs.get("y"), run)));
          }
          return new Prediction(outputs, Optional.empty());
        };
    double sum = 0;
    float least = Float.POSITIVE_INFINITY;
    int runs = 0;
    for (int i = 0; i < 6; i++) {
      for (int run = 0; run <= i; run++, runs++) {
        double all = 0;
        for (float v : LOADER.tensor(i).toFloats()) {
          all += v;
          least = Math.min(least, 8 * v * run);
        }
        sum += 8 * run * all / 4;
      }
    }
    CollectedStatistics statistics = collect(repeated);
    assertThat(statistics.get(MEAN)[0]).isCloseTo((float) (sum / runs), within(1e-5f));
    assertThat(statistics.get(LEAST)).containsExactly(least);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  private static Tensor times(Tensor tensor, float factor) {
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Tensor.of(tensor.shape(), values);
  }

  @Test
  void aModelThatIsNeverRunIsNamed() {
    Engine lazy =
        (sample, models) -> new Prediction(models.infer("first", sample.data()), Optional.empty());
    assertThatThrownBy(() -> collect(lazy))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("never ran model 'second'");
  }
}
