package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/** Rescaled channels: where quantizers can carry them, and that products stay what they are. */
class ScalesTest {
  private static final float[] FACTORS = {1, 0.5f, 0.25f, 1};

  private final Graphs g = new Graphs();

  /** Plain ranges, then rescaled ones, which are better. */
  private static Run rescaling(String operation, int axis) {
    return new Run()
        .with("activation-mode", "asymmetric")
        .rescaled(operation, axis, FACTORS)
        .scored(20, 30, 20);
  }

  private FakeQuantize quantizer(String name) {
    return FakeQuantize.of(g.find(name)).orElseThrow();
  }

  @Test
  void quantizersOfActivationAndWeightAreRescaledAgainstEachOther() {
    g.result(g.matMul("fc", g.parameter("x", 2, 4), 3));

    Run run = rescaling("x", 1).on(g.model);

    assertThat(run.notes).singleElement().asString().contains("extremes of rescaled channels, by");
    FakeQuantize activation = quantizer("x/fq_output_0");
    Operation multiply = activation.operation().input(0).source().operation();
    assertThat(multiply.input(1).source().operation().value().toFloats()).containsExactly(FACTORS);
    FakeQuantize weight = quantizer("fc/fq_weights_1");
    float[] values = Floats.read(weight.data().operation().value());
    Shape shape = weight.data().operation().value().shape();
    boolean columns = shape.dim(0) == 4;
    float[] codes = weight.fakeQuantize(values, shape);
    float[] rounded = weight.rounded(values, shape);
    for (int i = 0; i < values.length; i++) {
      float factor = FACTORS[columns ? i / 3 : i % 4];
      assertThat(codes[i]).isCloseTo(values[i] / factor, within(0.02f / factor));
      assertThat(rounded[i]).isCloseTo(codes[i] * factor, within(1e-5f));
    }
  }

  @Test
  void rescaledOnlyWhereTheOutputsGainEnough() {
    g.result(g.matMul("fc", g.parameter("x", 2, 4), 3));

    new Run()
        .with("activation-mode", "asymmetric")
        .rescaled("x", 1, FACTORS)
        .scored(20, 20.9)
        .on(g.model);

    assertThat(quantizer("x/fq_output_0").operation().input(0).source().operation().type())
        .isEqualTo("Parameter");
    FakeQuantize weight = quantizer("fc/fq_weights_1");
    assertThat(weight.inputRange().high()).isEqualTo(weight.outputRange().high());
  }

  @Test
  void otherReadersKeepTheFloatTensor() {
    Output x = g.parameter("x", 2, 4);
    Output sum = g.same("Add", "sum", x, g.matMul("fc", x, 4));
    g.result(sum);

    rescaling("x", 1).with("ignored-names", List.of("sum")).on(g.model);

    assertThat(quantizer("fc/fq_input_0").data()).isSameAs(x);
    assertThat(g.find("sum").input(0).source()).isSameAs(x);
    assertThat(g.find("fc").input(0).source().operation().name()).isEqualTo("fc/fq_input_0");
  }

  @Test
  void tensorThatAQuantizedSumReadsTooStays() {
    Output x = g.parameter("x", 2, 4);
    g.result(g.same("Add", "sum", x, g.matMul("fc", x, 4)));

    assertThat(rescaling("x", 1).on(g.model).notes).noneMatch(n -> n.contains("rescaled"));
  }

  @Test
  void weightThatAnotherTensorIsMultipliedWithStays() {
    Output x = g.parameter("x", 2, 4);
    Output y = g.parameter("y", 2, 4);
    Output product = g.matMul("fc", x, 3);
    Output weight = product.operation().input(1).source();
    Output second = g.op("MatMul", "second", new long[] {2, 3}, y, weight);
    second.operation().attributes().putAll(product.operation().attributes());
    g.result(product);
    g.result(second);

    assertThat(rescaling("x", 1).on(g.model).notes).noneMatch(n -> n.contains("rescaled"));
  }

  @Test
  void tableOfAnEmbeddingThatIsTheWeightTooStays() {
    Output x = g.parameter("x", 2, 16);
    Output product = g.matMul("fc", x, 3);
    Output table = g.ramp("table", 3, 16);
    Output row = g.typed("Parameter", "row", ElementType.I64, new long[] {1});
    g.result(product);
    g.result(g.op("Gather", "rows", new long[] {1, 16}, table, row, g.axes("axis", 0)));
    assertThat(OperationTraits.isEmbedding(g.find("rows"))).isTrue();
    float[] factors = new float[16];
    Arrays.fill(factors, 0.5f);
    Run run = new Run().rescaled("x", 1, factors).scored(20, 30, 30, 30).on(g.model);

    assertThat(run.notes).noneMatch(n -> n.contains("rescaled"));
  }

  @Test
  void otherAxisIsLeft() {
    g.result(g.matMul("fc", g.parameter("x", 4, 4), 3));

    assertThat(rescaling("x", 0).on(g.model).notes).noneMatch(n -> n.contains("rescaled"));
  }

  @Test
  void nothingIsRescaledWhereRangesAreNotChosen() {
    g.result(g.matMul("fc", g.parameter("x", 2, 4), 3));

    Run run = rescaling("x", 1).with("range-choice", "off").on(g.model);

    assertThat(run.evaluated).isEmpty();
    assertThat(g.model.ofType("Multiply")).isEmpty();
  }

  /** With steps of a billionth of a range the quantizers do nothing but rescale. */
  @Property(seed = "1", tries = 300)
  void productsStayWhatTheyAre(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int inputs,
      @ForAll @IntRange(min = 1, max = 5) int outputs,
      @ForAll @IntRange(min = 1, max = 3) int taps,
      @ForAll boolean convolution) {
    Random random = new Random(seed);
    Graphs graph = new Graphs();
    float[] weight = gaussian(random, inputs * outputs * (convolution ? taps : 1));
    long[] dims =
        convolution ? new long[] {outputs, inputs, 1, taps} : new long[] {outputs, inputs};
    long[] in = convolution ? new long[] {1, inputs, 1, taps} : new long[] {1, inputs};
    long[] out = convolution ? new long[] {1, outputs, 1, 1} : new long[] {1, outputs};
    Operation op =
        graph
            .op(
                convolution ? "Convolution" : "MatMul",
                "op",
                out,
                graph.parameter("x", in),
                graph.constant("w", dims, weight))
            .operation();
    op.with("transpose_a", "false").with("transpose_b", "true");
    float[] factors = new float[inputs];
    for (int c = 0; c < inputs; c++) {
      factors[c] = (float) Math.exp(random.nextGaussian());
    }
    Rescaling rescaling = new Rescaling(new TensorId("m", "x", 0), 1, factors, new float[inputs]);
    WeightScaling scaling = WeightScaling.of(op.input(1), rescaling);
    float[] scaled = scaling.scaled(weight);
    FakeQuantize.Range range = perOutput(scaled, dims);
    FakeQuantize fq =
        FakeQuantize.insert(
            new Model("m", 11),
            "fq",
            op.input(1).source(),
            List.of(),
            1 << 20,
            scaling.unscaled(range),
            range);
    float[] quantized = fq.fakeQuantize(weight, Shape.of(dims));
    for (int i = 0; i < weight.length; i++) {
      assertThat(quantized[i]).isCloseTo(scaled[i], within(1e-4f * Math.abs(scaled[i]) + 1e-4f));
      float factor = factors[i / (convolution ? taps : 1) % inputs];
      assertThat(scaled[i] * factor).isCloseTo(weight[i], within(1e-5f * Math.abs(weight[i])));
    }
  }

  private static FakeQuantize.Range perOutput(float[] weight, long[] dims) {
    int outputs = (int) dims[0];
    float[] low = new float[outputs];
    float[] high = new float[outputs];
    for (int i = 0; i < weight.length; i++) {
      int o = i / (weight.length / outputs);
      high[o] = Math.max(high[o], Math.abs(weight[i]));
      low[o] = -high[o];
    }
    long[] kept = dims.clone();
    for (int axis = 1; axis < kept.length; axis++) {
      kept[axis] = 1;
    }
    return new FakeQuantize.Range(Shape.of(kept), low, high);
  }

  private static float[] gaussian(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
