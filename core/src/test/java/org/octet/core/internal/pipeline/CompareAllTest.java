package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.core.internal.compression.WeightCompressor;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** Networks that are run together give the very numbers that they give alone. */
class CompareAllTest {
  private static final Samples SAMPLES =
      Samples.subset(new RandomSamples(6, Shape.of(1, 3, 33, 40)), 6);
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());
  private static final double EVERYTHING = 1 << 30;

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** The network in integers, its weights of so many levels, and one bias moved. */
  private static OptimizedModel candidate(Model original, int levels, int moved) {
    Model model = original.copy();
    List<Operation> layers =
        model.operations().stream().filter(op -> op.is("Convolution")).toList();
    for (Operation layer : layers) {
      quantize(model, layer.input(0), 256, FakeQuantize.Range.scalar(-8, 8 * 127 / 128f));
      quantize(model, layer.input(1), levels, FakeQuantize.Range.scalar(-1, 1));
    }
    Operation add = layers.get(moved).output(0).consumers().get(0).operation();
    Operation bias = add.input(1).source().operation();
    float[] values = Floats.read(bias.value());
    values[0] += 0.125f;
    bias.setValue(Floats.tensor(bias.value().type(), bias.value().shape(), values));
    WeightCompressor.compress(model);
    return OptimizedModel.of("m", model);
  }

  private static void quantize(Model model, Input input, int levels, FakeQuantize.Range range) {
    FakeQuantize.insert(model, "fq", input.source(), List.of(input), levels, range);
  }

  private static Evaluator evaluator(Model model, int threads) {
    return new Evaluator(
        OptimizedModel.of("m", model),
        SAMPLES,
        ENGINE,
        TestRuntime.environment(runtime, threads),
        1 << 30,
        EVERYTHING);
  }

  @RepeatedTest(20)
  void toTheLastBit(RepetitionInfo repetition) {
    Model model = GraphBuilder.residual(repetition.getCurrentRepetition());
    List<OptimizedModel> candidates = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      candidates.add(candidate(model, 255 >> i / 3, i % 3));
    }
    List<Evaluator.Result> alone = new ArrayList<>();
    for (OptimizedModel candidate : candidates) {
      alone.add(evaluator(model, 1).compare(candidate, 6));
    }
    assertThat(alone).doesNotHaveDuplicates();
    assertThat(evaluator(model, 4).compareAll(candidates, 6)).isEqualTo(alone);
  }
}
