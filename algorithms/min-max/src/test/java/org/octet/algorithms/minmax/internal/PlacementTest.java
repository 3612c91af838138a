package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;

/** Where quantizers of activations go. */
class PlacementTest extends PlacedGraph {
  @Test
  void convolutionWithBiasAndActivationIsOneKernel() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("conv", x, 4));
    g.result(g.same("ReLU", "out", g.biasedConvolution("next", relu, 4)));

    Run run = new Run().on(g.model);

    assertThat(activationQuantizers()).containsExactly("x/fq_output_0", "relu/fq_output_0");
    assertThat(weightQuantizers()).containsExactly("conv/fq_weights_1", "next/fq_weights_1");
    assertThat(run.reasons)
        .containsEntry("conv", Reason.QUANTIZED)
        .containsEntry("conv/add", Reason.FUSED_INTO)
        .containsEntry("relu", Reason.FUSED_INTO);
    assertThat(run.details).containsEntry("relu", "conv");
  }

  @Test
  void everyOperationThatComputesHasAReason() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("conv", x, 4));
    Output softmax = g.same("SoftMax", "softmax", relu);
    g.result(g.same("Transpose", "t", softmax, g.axes("order", 0, 1, 3, 2)));

    Run run = new Run().on(g.model);

    assertThat(run.reasons.keySet())
        .containsExactlyInAnyOrder("conv", "conv/add", "relu", "softmax", "t");
    assertThat(run.reasons)
        .containsEntry("softmax", Reason.UNSUPPORTED_OPERATION)
        .containsEntry("t", Reason.MOVES_VALUES);
  }

  @Test
  void oneQuantizerServesAllConsumersOfATensor() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    g.result(g.biasedConvolution("b", relu, 4));
    g.result(g.biasedConvolution("c", relu, 4));

    new Run().on(g.model);

    assertThat(activationQuantizers()).containsExactly("x/fq_output_0", "relu/fq_output_0");
    assertThat(source("b", 0)).isEqualTo("relu/fq_output_0");
    assertThat(source("c", 0)).isEqualTo("relu/fq_output_0");
  }

  @Test
  void bothInputsOfAResidualAddAreQuantized() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output add = g.same("Add", "sum", relu, g.biasedConvolution("b", relu, 4));
    g.result(g.biasedConvolution("c", add, 4));

    Run run = new Run().on(g.model);

    assertThat(activationQuantizers())
        .containsExactly(
            "x/fq_output_0", "relu/fq_output_0", "b/add/fq_output_0", "sum/fq_output_0");
    assertThat(source("sum", 0)).isEqualTo("relu/fq_output_0");
    assertThat(source("sum", 1)).isEqualTo("b/add/fq_output_0");
    assertThat(run.reasons).containsEntry("sum", Reason.QUANTIZED);
  }

  @Test
  void resultsAndFloatConsumersKeepReadingTheFloatTensor() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    relu.names().add("user's name");
    Operation result = g.result(relu);
    g.result(g.same("SoftMax", "softmax", relu));
    g.result(g.biasedConvolution("b", relu, 4));

    new Run().on(g.model);

    assertThat(result.input(0).source()).isSameAs(relu);
    assertThat(source("softmax", 0)).isEqualTo("relu");
    assertThat(source("b", 0)).isEqualTo("b/fq_input_0");
    assertThat(relu.names()).containsExactly("user's name");
    assertThat(g.find("b/fq_input_0").output(0).names()).isEmpty();
    assertThat(g.model.results()).hasSize(3);
  }

  @Test
  void quantizerRisesThroughPoolingAndReshape() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output pool = g.op("MaxPool", "pool", new long[] {1, 4, 4, 4}, relu);
    Output flat = g.op("Reshape", "flat", new long[] {1, 64}, pool, g.axes("to", 1, 64));
    g.result(g.matMul("fc", flat, 10));

    Run run = new Run().on(g.model);

    assertThat(activationQuantizers()).containsExactly("x/fq_output_0", "relu/fq_output_0");
    assertThat(run.reasons).containsEntry("pool", Reason.MOVES_VALUES);
  }

  @Test
  void quantizerStaysBelowAForkWithAFloatBranch() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output pool = g.op("MaxPool", "pool", new long[] {1, 4, 4, 4}, relu);
    g.result(g.biasedConvolution("b", pool, 4));
    g.result(g.same("SoftMax", "softmax", pool));

    Run run = new Run().on(g.model);

    assertThat(source("pool", 0)).isEqualTo("relu");
    assertThat(source("b", 0)).isEqualTo("b/fq_input_0");
    assertThat(run.reasons).containsEntry("pool", Reason.BRANCH_KEPT_FLOAT);
  }

  @Test
  void shortcutOfSliceAndPadSharesTheQuantizer() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output slice =
        g.op("Slice", "slice", new long[] {1, 4, 4, 4}, relu, g.axes("start", 0), g.axes("s", 8));
    Output pad =
        g.op("Pad", "pad", new long[] {1, 8, 4, 4}, slice, g.axes("begin", 0), g.axes("end", 4));
    Output conv = g.op("Convolution", "b", new long[] {1, 8, 4, 4}, relu, g.ramp("w", 8, 4, 1, 1));
    g.result(g.biasedConvolution("c", g.same("Add", "sum", pad, conv), 4));

    new Run().on(g.model);

    assertThat(source("slice", 0)).isEqualTo("relu/fq_output_0");
    assertThat(source("b", 0)).isEqualTo("relu/fq_output_0");
    assertThat(source("sum", 0)).isEqualTo("pad");
  }

  @Test
  void depthwiseConvolutionAndAddOnOneTensorShareARangePerTensor() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output sum = g.same("Add", "sum", relu, g.depthwise("dw", relu));
    g.result(g.biasedConvolution("c", sum, 4));

    new Run().on(g.model);

    assertThat(FakeQuantize.of(g.find("relu/fq_output_0")).orElseThrow().inputRange().shape())
        .hasToString("[]");
    assertThat(source("dw", 0)).isEqualTo("relu/fq_output_0");
  }

  @Test
  void gateOfSqueezeAndExcitationStaysFloat() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output mean = g.op("ReduceMean", "mean", new long[] {1, 4, 1, 1}, relu, g.axes("hw", 2, 3));
    Output hidden = g.same("ReLU", "hidden", g.biasedConvolution("squeeze", mean, 2));
    Output gate = g.same("Sigmoid", "gate", g.biasedConvolution("excite", hidden, 4));
    g.result(g.biasedConvolution("b", g.same("Multiply", "scaled", relu, gate), 4));

    Run run = new Run().on(g.model);

    assertThat(weightQuantizers()).containsExactly("a/fq_weights_1", "b/fq_weights_1");
    assertThat(run.reasons)
        .containsEntry("squeeze", Reason.KEPT_FOR_ACCURACY)
        .containsEntry("gate", Reason.KEPT_FOR_ACCURACY)
        .containsEntry("scaled", Reason.QUANTIZED);
  }

  @Test
  void hardSwishOfElementaryOperationsIsOneKernel() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output t = g.biasedConvolution("a", x, 4);
    Output shifted = g.same("Add", "shift", t, g.constant("3", new long[] {}, 3));
    Output clamp = g.same("Clamp", "clamp", shifted);
    Output product = g.same("Multiply", "product", t, clamp);
    Output swish = g.same("Multiply", "swish", product, g.constant("6", new long[] {}, 1 / 6f));
    g.result(g.biasedConvolution("b", swish, 4));

    Run run = new Run().on(g.model);

    assertThat(activationQuantizers()).containsExactly("x/fq_output_0", "swish/fq_output_0");
    assertThat(run.details).containsEntry("product", "a");
  }

  @Test
  void preprocessingOfTheInputStaysInFrontOfTheQuantizer() {
    Output x = g.parameter("x", 1, 3, 8, 8);
    Output shifted = g.same("Subtract", "mean", x, g.ramp("m", 1, 3, 1, 1));
    Output scaled = g.same("Multiply", "scale", shifted, g.ramp("s", 1, 3, 1, 1));
    g.result(g.biasedConvolution("conv", scaled, 4));

    Run run = new Run().on(g.model);

    assertThat(activationQuantizers()).containsExactly("scale/fq_output_0");
    assertThat(run.reasons).containsEntry("mean", Reason.FUSED_INTO);
  }

  @Test
  void postProcessingStaysFloat() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output conv = g.biasedConvolution("conv", x, 4);
    Output other = g.biasedConvolution("other", x, 4);
    Output sum = g.same("Add", "sum", conv, other);
    g.result(g.same("TopK", "top", sum, g.axes("k", 1)));

    Run run = new Run().on(g.model);

    assertThat(activationQuantizers()).containsExactly("x/fq_output_0");
    assertThat(run.reasons)
        .containsEntry("sum", Reason.POST_PROCESSING)
        .containsEntry("top", Reason.POST_PROCESSING);
  }

  @Test
  void halfPrecisionTensorGetsHalfPrecisionRanges() {
    Output x = g.typed("Parameter", "x", ElementType.F16, new long[] {1, 4, 8, 8});
    Output w = g.ramp("w", ElementType.F16, 4, 4, 1, 1);
    g.result(g.typed("Convolution", "conv", ElementType.F16, new long[] {1, 4, 8, 8}, x, w));

    new Run().measured("x", 0, 1e6f).on(g.model);

    FakeQuantize fq = FakeQuantize.of(g.find("x/fq_output_0")).orElseThrow();
    assertThat(fq.operation().input(2).source().type()).isEqualTo(ElementType.F16);
    assertThat(fq.inputRange().high()).containsExactly(65504f);
  }
}
