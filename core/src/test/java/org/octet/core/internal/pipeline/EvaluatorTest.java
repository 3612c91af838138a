package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

class EvaluatorTest {
  private static final RandomSamples LOADER = new RandomSamples(9, Shape.of(1, 50));
  private static final long EVERYTHING = 1L << 30;

  private static InferenceRuntime runtime;

  private final AtomicInteger inferences = new AtomicInteger();
  private final Engine engine =
      (sample, models) -> {
        inferences.incrementAndGet();
        return new Prediction(models.infer("m", sample.data()), Optional.empty());
      };

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static OptimizedModel times(float factor) {
    GraphBuilder g = new GraphBuilder(1);
    var x = g.parameter("x", PartialShape.of(1, 50));
    g.result("y", g.binary("Multiply", "scaled", x, g.constant("f", Shape.of(1, 1), factor)));
    return OptimizedModel.of("m", g.model());
  }

  private Evaluator evaluator(DataLoader loader, OptimizedModel reference, long bytes) {
    Samples samples = Samples.subset(loader, 300);
    return new Evaluator(
        reference, samples, engine, TestRuntime.environment(runtime, 3), bytes, EVERYTHING);
  }

  @Test
  void sumsOverAllSamples() {
    Evaluator evaluator = evaluator(LOADER, times(1), EVERYTHING);
    Evaluator.Result result = evaluator.compare(times(1.1f), 300);
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < 9; i++) {
      for (float v : LOADER.tensor(i).toFloats()) {
        double d = v - (double) (v * 1.1f);
        signal += (double) v * v;
        noise += d * d;
      }
    }
    assertThat(result.samples()).isEqualTo(9);
    assertThat(result.sqnr()).containsOnlyKeys("y");
    assertThat(result.sqnr().get("y")).isCloseTo(10 * Math.log10(signal / noise), within(1e-9));
    assertThat(evaluator.compare(times(1), 300).sqnr().get("y")).isInfinite();
    assertThat(evaluator.compare(times(3), 300).sqnr().get("y")).isNegative();
  }

  @Test
  void keepsReferencesAsFarAsTheyFit() {
    Evaluator all = evaluator(LOADER, times(1), EVERYTHING);
    double expected = all.compare(times(1.2f), 5).sqnr().get("y");
    assertThat(inferences).hasValue(10);
    assertThat(all.compare(times(1.3f), 5).sqnr().get("y")).isLessThan(expected);
    assertThat(inferences).hasValue(15);
    all.compare(times(1.2f), 9);
    assertThat(inferences).hasValue(15 + 5 + 2 * 4);
    for (long bytes : new long[] {0, 450}) {
      inferences.set(0);
      Evaluator bounded = evaluator(LOADER, times(1), bytes);
      bounded.compare(times(1.3f), 5);
      assertThat(bounded.compare(times(1.2f), 5).sqnr().get("y")).isEqualTo(expected);
      assertThat(inferences).hasValue(bytes == 0 ? 20 : 18);
    }
  }

  @Test
  void theSameBytesOnTheSameSamplesAreNotRunAgain() {
    Evaluator evaluator = evaluator(LOADER, times(1), EVERYTHING);
    Evaluator.Result result = evaluator.compare(times(1.2f), 5);
    inferences.set(0);
    assertThat(evaluator.compare(times(1.2f), 5)).isEqualTo(result);
    assertThat(inferences).hasValue(0);
    assertThat(evaluator.compare(times(Math.nextUp(1.2f)), 5)).isNotEqualTo(result);
    assertThat(inferences).hasValue(5);
    assertThat(evaluator.compare(times(1.2f), 4).samples()).isEqualTo(4);
  }

  @Test
  void severalAtOnceAreAsOneByOne() {
    OptimizedModel[] candidates = {
      times(1.1f), times(1.2f), times(1.1f), times(0.9f), times(1.3f), times(1.4f)
    };
    List<Evaluator.Result> expected = new ArrayList<>();
    for (OptimizedModel candidate : candidates) {
      expected.add(evaluator(LOADER, times(1), EVERYTHING).compare(candidate, 7));
    }
    for (long bytes : new long[] {0, 450, EVERYTHING}) {
      Evaluator evaluator = evaluator(LOADER, times(1), bytes);
      evaluator.compare(candidates[3], 7);
      assertThat(evaluator.compareAll(List.of(candidates), 7)).isEqualTo(expected);
    }
    assertThat(evaluator(LOADER, times(1), 0).compareAll(List.of(), 7)).isEmpty();
  }

  @Test
  void eachSampleGoesThroughAsManyCandidatesAsFit() {
    List<OptimizedModel> candidates = List.of(times(1.1f), times(1.1f), times(1.2f), times(1.3f));
    AtomicInteger decoded = new AtomicInteger();
    DataLoader counting =
        new DataLoader() {
          @Override
          public int size() {
            return 7;
          }

          @Override
          public Sample get(int index) {
            decoded.incrementAndGet();
            return LOADER.get(index);
          }
        };
    evaluator(counting, times(1), EVERYTHING).compareAll(candidates, 7);
    assertThat(inferences).hasValue(7 * 4);
    assertThat(decoded).hasValue(7);
    // no more than one candidate beside the float model
    Samples samples = Samples.subset(counting, 7);
    Environment environment = TestRuntime.environment(runtime, 3);
    new Evaluator(times(1), samples, engine, environment, EVERYTHING, 1).compareAll(candidates, 7);
    assertThat(inferences).hasValue(2 * 7 * 4);
    assertThat(decoded).hasValue(7 + 3 * 7);
  }

  @Test
  void saysWhichOfSeveralTheRuntimeRefuses() {
    OptimizedModel wrong = times(1.1f);
    wrong.model("m").operation("scaled").orElseThrow().with("auto_broadcast", "nonsense");
    Evaluator evaluator = evaluator(LOADER, times(1), EVERYTHING);
    assertThatThrownBy(() -> evaluator.compareAll(List.of(times(1), wrong, times(2)), 9))
        .isInstanceOf(OctetException.class)
        .hasMessageContaining("nonsense");
    assertThat(evaluator.compareAll(List.of(times(1), times(2)), 9)).hasSize(2);
  }

  @Test
  void saysThatTheFloatModelIsAtFault() {
    Evaluator evaluator = evaluator(LOADER, times(3e38f), EVERYTHING);
    assertThatThrownBy(() -> evaluator.compare(times(1), 9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("float model's output 'y'");
  }

  @Test
  void passesOverUnreadableSamples() {
    DataLoader holes =
        new DataLoader() {
          @Override
          public int size() {
            return 6;
          }

          @Override
          public Sample get(int index) {
            if (index % 2 == 0) {
              throw new UnreadableSampleException("s" + index, "damaged", true, null);
            }
            Tensor tensor = LOADER.tensor(index);
            return Sample.of("s" + index, tensor, Optional.empty());
          }
        };
    Evaluator evaluator = evaluator(holes, times(1), EVERYTHING);
    assertThat(evaluator.compare(times(2), 6).samples()).isEqualTo(3);
    assertThat(evaluator.compare(times(2), 6).sqnr().get("y")).isEqualTo(0.0);
    assertThatThrownBy(() -> evaluator.compare(times(2), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no readable sample");
  }
}
