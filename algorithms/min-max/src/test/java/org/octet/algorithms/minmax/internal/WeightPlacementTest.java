package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;

/** Quantizers of weights. */
class WeightPlacementTest extends PlacedGraph {
  @Test
  void sharedWeightHasOneQuantizer() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output w = g.ramp("w", 4, 4, 1, 1);
    Output first = g.same("Convolution", "a", x, w);
    g.result(g.same("Convolution", "b", g.same("ReLU", "relu", first), w));

    new Run().on(g.model);

    assertThat(weightQuantizers()).containsExactly("a/fq_weights_1");
    assertThat(source("b", 1)).isEqualTo("a/fq_weights_1");
  }

  @Test
  void decompressedHalfPrecisionWeightIsQuantizedBehindItsConvert() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output half = g.ramp("w", ElementType.F16, 4, 4, 1, 1);
    Output w = g.op("Convert", "w/convert", new long[] {4, 4, 1, 1}, half);
    g.result(g.same("Convolution", "conv", x, w));

    Run run = new Run().on(g.model);

    FakeQuantize fq = FakeQuantize.of(g.find("conv/fq_weights_1")).orElseThrow();
    assertThat(fq.data().operation().name()).isEqualTo("w/convert");
    assertThat(fq.operation().input(1).source().type()).isEqualTo(ElementType.F32);
    assertThat(fq.inputRange().high()).containsExactly(1f, 0.5f, 0.375f, 0.875f);
    assertThat(run.reasons).containsEntry("w/convert", Reason.FUSED_INTO);
  }

  @Test
  void shapeOfAWeightReadsTheQuantizedOne() {
    Output x = g.parameter("x", 1, 4);
    g.result(g.matMul("fc", x, 3));
    Output w = g.input("fc", 1).source();
    g.result(g.typed("ShapeOf", "shape", ElementType.I64, new long[] {2}, w));

    Run run = new Run().on(g.model);

    assertThat(source("shape", 0)).isEqualTo("fc/fq_weights_1");
    assertThat(run.reasons).containsEntry("shape", Reason.SHAPE_SUBGRAPH);
  }

  @Test
  void matMulWithConstantFirstInputKeepsItsRows() {
    Output x = g.parameter("x", 5, 3);
    Output w = g.ramp("w", 4, 5);
    g.result(g.op("MatMul", "fc", new long[] {4, 3}, w, x));

    new Run().on(g.model);

    FakeQuantize fq = FakeQuantize.of(g.find("fc/fq_weights_0")).orElseThrow();
    assertThat(fq.inputRange().shape()).hasToString("[4,1]");
    assertThat(source("fc", 1)).isEqualTo("x/fq_output_0");
  }

  @Test
  void matMulOfAConstantAndThreeDimensionsStaysFloat() {
    Output x = g.parameter("x", 1, 5, 3);
    Output w = g.ramp("w", 4, 5);
    Output fc = g.op("MatMul", "fc", new long[] {1, 4, 3}, w, x);
    g.result(g.matMul("next", fc, 2));

    Run run = new Run().on(g.model);

    assertThat(run.reasons).containsEntry("fc", Reason.NO_QUANTIZABLE_INPUT);
    assertThat(source("fc", 0)).isEqualTo("w");
    assertThat(source("fc", 1)).isEqualTo("x");
    assertThat(run.reasons).containsEntry("next", Reason.QUANTIZED);
  }

  @Test
  void convolutionWithComputedWeightStaysFloat() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output w = g.parameter("w", 4, 4, 1, 1);
    g.result(g.same("Convolution", "dynamic", g.biasedConvolution("a", x, 4), w));

    Run run = new Run().on(g.model);

    assertThat(run.reasons).containsEntry("dynamic", Reason.NO_QUANTIZABLE_INPUT);
    assertThat(source("dynamic", 1)).isEqualTo("w");
  }
}
