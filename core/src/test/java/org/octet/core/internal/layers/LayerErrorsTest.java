package org.octet.core.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.octet.api.LayerComparison;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

class LayerErrorsTest {
  private static final int ELEMENTS = 500;
  private static final RandomSamples LOADER = new RandomSamples(6, Shape.of(1, ELEMENTS));
  private static final float[] LOW = {0};
  private static final float[] HIGH = {1.25f};

  private static InferenceRuntime runtime;

  private final Engine engine =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** {@code y = 2 [FakeQuantize] relu(factor x)}. */
  private static Model model(float factor, boolean quantized) {
    GraphBuilder g = new GraphBuilder(1);
    Output x = g.parameter("x", PartialShape.of(1, ELEMENTS));
    Output relu =
        g.relu("relu", g.binary("Multiply", "scaled", x, g.constant("f", Shape.of(1, 1), factor)));
    Output read = quantized ? g.fakeQuantize("fq", relu, 256, Shape.of(), LOW, HIGH) : relu;
    g.result("y", g.binary("Multiply", "doubled", read, g.constant("two", Shape.of(1, 1), 2)));
    return g.model();
  }

  private LayerErrors.Result measure(Model reference, Model candidate, int threads) {
    return new LayerErrors(OptimizedModel.of("m", reference), OptimizedModel.of("m", candidate))
        .measure(Samples.subset(LOADER, 300), engine, TestRuntime.environment(runtime, threads));
  }

  @Test
  void sumsOverSamplesAsADirectComputationDoes() {
    double[] relu = new double[2];
    double[] doubled = new double[2];
    int clipped = 0;
    for (int i = 0; i < LOADER.size(); i++) {
      for (float x : LOADER.tensor(i).toFloats()) {
        double a = Math.max(0, x);
        double b = Math.max(0, 1.1f * x);
        double q = Math.rint(Math.min(b, HIGH[0]) * 255 / HIGH[0]) * HIGH[0] / 255;
        clipped += b > HIGH[0] ? 1 : 0;
        relu[0] += a * a;
        relu[1] += (a - b) * (a - b);
        doubled[0] += 4 * a * a;
        doubled[1] += 4 * (a - q) * (a - q);
      }
    }
    Model reference = model(1, false);
    Model candidate = model(1.1f, true);
    int operations = reference.operations().size() + candidate.operations().size();
    LayerErrors.Result result = measure(reference, candidate, 2);
    assertThat(reference.operations().size() + candidate.operations().size()).isEqualTo(operations);
    assertThat(result.samples()).isEqualTo(6);
    assertThat(result.layers())
        .extracting(LayerComparison::name)
        .containsExactly("relu", "doubled");
    assertThat(result.layers().get(0).sqnr()).isCloseTo(decibels(relu), within(1e-3));
    assertThat(result.layers().get(1).sqnr()).isCloseTo(decibels(doubled), within(1e-3));
    assertThat(result.worstFirst().get(0).sqnr())
        .isCloseTo(Math.min(decibels(relu), decibels(doubled)), within(1e-3));
    double share = (double) clipped / (LOADER.size() * ELEMENTS);
    assertThat(share).isGreaterThan(0.05);
    assertThat(result.clipped().get("m").get("fq")).isCloseTo(share, within(1e-5));
  }

  private static double decibels(double[] sums) {
    return 10 * Math.log10(sums[0] / sums[1]);
  }

  /** {@code y = relu(total)}, where every inference adds {@code factor x} to the total. */
  private static Model accumulator(float factor) {
    PartialShape shape = PartialShape.of(1, ELEMENTS);
    GraphBuilder g = new GraphBuilder(1);
    Output x = g.parameter("x", shape);
    Output added = g.binary("Multiply", "scaled", x, g.constant("f", Shape.of(1, 1), factor));
    Operation read = g.model().add(new Operation("ReadValue", "opset6", "read"));
    read.with("variable_id", "v").with("variable_type", "f32").with("variable_shape", "" + shape);
    read.addInput(g.constant("zero", Shape.of(1, ELEMENTS), new float[ELEMENTS]));
    Output total = g.binary("Add", "total", read.addOutput(ElementType.F32, shape), added);
    Operation assign = g.model().add(new Operation("Assign", "opset6", "assign"));
    assign.with("variable_id", "v").addInput(total).addOutput(ElementType.F32, shape);
    return g.result("y", g.relu("kept", total)).model();
  }

  @Test
  void bothNetworksKeepAStateOfTheirOwn() {
    Engine thrice =
        (sample, models) -> {
          models.infer("m", sample.data());
          models.infer("m", sample.data());
          return engine.run(sample, models);
        };
    double[] kept = new double[2];
    for (int i = 0; i < LOADER.size(); i++) {
      for (float x : LOADER.tensor(i).toFloats()) {
        for (int step = 1; step <= 3; step++) {
          double a = Math.max(0, step * x);
          double b = Math.max(0, 1.1 * step * x);
          kept[0] += a * a;
          kept[1] += (a - b) * (a - b);
        }
      }
    }
    LayerErrors.Result result =
        new LayerErrors(
                OptimizedModel.of("m", accumulator(1)), OptimizedModel.of("m", accumulator(1.1f)))
            .measure(Samples.subset(LOADER, 300), thrice, TestRuntime.environment(runtime, 2));
    assertThat(result.layers())
        .filteredOn(l -> l.name().equals("kept"))
        .singleElement()
        .satisfies(l -> assertThat(l.sqnr()).isCloseTo(decibels(kept), within(1e-3)));
  }

  @Test
  void anyNumberOfThreadsGivesTheSame() {
    assertThat(measure(model(1, false), model(1.1f, true), 3))
        .isEqualTo(measure(model(1, false), model(1.1f, true), 1));
  }

  @Test
  void equalNetworksAreEqualEverywhere() {
    LayerErrors.Result result =
        new LayerErrors(
                OptimizedModel.of("m", GraphBuilder.residual(3)),
                OptimizedModel.of("m", GraphBuilder.residual(3)))
            .measure(
                Samples.subset(new RandomSamples(2, Shape.of(1, 3, 33, 40)), 2),
                engine,
                TestRuntime.environment(runtime, 1));
    assertThat(result.layers()).isNotEmpty().allMatch(l -> l.sqnr() == null);
  }

  /** Engines find inputs by name, such as a state that is fed back. */
  @Test
  void inputsKeepTheirNames() {
    TwinModel twin = TwinModel.of(model(1, false), model(2, true)).orElseThrow();
    assertThat(twin.model().parameters())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.name()).isEqualTo("x");
              assertThat(p.output(0).names()).containsExactly("x");
            });
  }

  @Test
  void networksWithNothingInCommonHaveNothingToMeasure() {
    GraphBuilder g = new GraphBuilder(1);
    Output x = g.parameter("x", PartialShape.of(1, ELEMENTS));
    g.result("z", g.relu("other", x));
    LayerErrors errors =
        new LayerErrors(OptimizedModel.of("m", model(1, false)), OptimizedModel.of("m", g.model()));
    assertThat(errors.isEmpty()).isTrue();
  }
}
