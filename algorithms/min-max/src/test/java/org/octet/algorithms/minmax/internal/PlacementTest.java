package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;

class PlacementTest {
  private final Graphs g = new Graphs();

  private List<String> activationQuantizers() {
    return g.model.ofType(OperationTypes.FAKE_QUANTIZE).stream()
        .map(Operation::name)
        .filter(name -> !name.contains("/fq_weights_"))
        .toList();
  }

  private List<String> weightQuantizers() {
    return g.model.ofType(OperationTypes.FAKE_QUANTIZE).stream()
        .map(Operation::name)
        .filter(name -> name.contains("/fq_weights_"))
        .toList();
  }

  private String source(String operation, int port) {
    return g.input(operation, port).source().operation().name();
  }

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

  private Output concat(Output left, Output right) {
    long[] dims = Graphs.dims(left);
    dims[1] += Graphs.dims(right)[1];
    return g.op("Concat", "concat", dims, left, right);
  }

  @Test
  void inputsOfAConcatShareOneRangeBeforeAConvolution() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output left = g.same("ReLU", "left", g.biasedConvolution("a", x, 4));
    Output right = g.same("ReLU", "right", g.biasedConvolution("b", x, 4));
    g.result(g.biasedConvolution("c", concat(left, right), 4));

    new Run().measured("left", 0, 2).measured("right", 0, 5).on(g.model);

    for (String name : List.of("left/fq_output_0", "right/fq_output_0")) {
      FakeQuantize fq = FakeQuantize.of(g.find(name)).orElseThrow();
      assertThat(fq.inputRange().high()).containsExactly(5f);
    }
  }

  @Test
  void readerBesideAConcatKeepsTheRangeOfItsTensorWhenTheSharedOneIsMuchWider() {
    besideConcat();

    new Run().measured("left", 0, 2).measured("right", 0, 50).on(g.model);

    assertThat(source("concat", 0)).isEqualTo("left/fq_output_0");
    assertThat(high("left/fq_output_0")).isEqualTo(50f);
    assertThat(source("beside", 0)).isEqualTo("beside/fq_input_0");
    assertThat(high("beside/fq_input_0")).isEqualTo(2f);
  }

  @Test
  void readerBesideAConcatSharesItsQuantizerWhenTheSharedRangeIsLittleWider() {
    besideConcat();

    new Run().measured("left", 0, 2).measured("right", 0, 3).on(g.model);

    assertThat(source("beside", 0)).isEqualTo("left/fq_output_0");
    assertThat(high("left/fq_output_0")).isEqualTo(3f);
  }

  /** A tensor that a convolution reads, and a Concat ahead of another convolution. */
  private void besideConcat() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output left = g.same("ReLU", "left", g.biasedConvolution("a", x, 4));
    Output right = g.same("ReLU", "right", g.biasedConvolution("b", x, 4));
    g.result(g.biasedConvolution("c", concat(left, right), 4));
    g.result(g.biasedConvolution("beside", left, 4));
  }

  @Test
  void elementwiseOperationWithAConstantTakesNoRangeOfAConcat() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output left = g.same("ReLU", "left", g.biasedConvolution("a", x, 4));
    Output scaled = g.same("Multiply", "scaled", left, g.constant("k", new long[] {}, 200f));
    Output right = g.same("Sigmoid", "right", scaled);
    g.result(g.biasedConvolution("c", concat(left, scaled), 4));
    g.result(right);

    Run run = new Run().measured("left", 0, 2).measured("scaled", 0, 400).on(g.model);

    assertThat(source("scaled", 0)).isEqualTo("left");
    assertThat(run.reasons).containsEntry("scaled", Reason.NO_QUANTIZABLE_INPUT);
  }

  private float high(String quantizer) {
    return FakeQuantize.of(g.find(quantizer)).orElseThrow().inputRange().high()[0];
  }

  @Test
  void inputsOfAConcatKeepTheirRangesBeforeAMean() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output left = g.same("ReLU", "left", g.biasedConvolution("a", x, 4));
    Output right = g.same("ReLU", "right", g.biasedConvolution("b", x, 4));
    Output concat = concat(left, right);
    g.result(g.op("ReduceMean", "mean", new long[] {1, 8, 1, 1}, concat, g.axes("hw", 2, 3)));

    new Run().measured("left", 0, 2).measured("right", 0, 5).on(g.model);

    assertThat(FakeQuantize.of(g.find("left/fq_output_0")).orElseThrow().inputRange().high())
        .containsExactly(2f);
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
  void convolutionWithComputedWeightStaysFloat() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output w = g.parameter("w", 4, 4, 1, 1);
    g.result(g.same("Convolution", "dynamic", g.biasedConvolution("a", x, 4), w));

    Run run = new Run().on(g.model);

    assertThat(run.reasons).containsEntry("dynamic", Reason.NO_QUANTIZABLE_INPUT);
    assertThat(source("dynamic", 1)).isEqualTo("w");
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

  @Test
  void transformerKeepsSumsAndNormalizationsFloat() {
    Output x = g.parameter("x", 1, 4);
    Output norm = g.same("MVN", "norm", x, g.axes("axes", 1));
    Output sum = g.same("Add", "sum", x, g.matMul("fc", norm, 4));
    g.result(g.matMul("head", sum, 4));

    Run run = new Run().with("model-type", "transformer").on(g.model);

    assertThat(activationQuantizers()).containsExactly("norm/fq_output_0", "sum/fq_output_0");
    assertThat(run.reasons).containsEntry("sum", Reason.KEPT_FOR_ACCURACY);
    assertThat(run.reasons).containsEntry("norm", Reason.KEPT_FOR_ACCURACY);
  }

  @Test
  void attentionWithNormalizationIsTakenForTransformer() {
    attention(normalized(g.parameter("x", 4, 4)));

    Run run = new Run().on(g.model);

    assertThat(run.reasons)
        .containsEntry("norm", Reason.KEPT_FOR_ACCURACY)
        .containsEntry("sum", Reason.KEPT_FOR_ACCURACY)
        .containsEntry("head", Reason.QUANTIZED);
  }

  @Test
  void attentionWithNormalizationMadeOfElementaryOperationsIsTakenForTransformer() {
    Output x = g.parameter("x", 4, 4);
    Output square = g.same("Power", "square", x, g.constant("two", new long[] {}, 2));
    Output mean = g.op("ReduceMean", "mean-square", new long[] {4, 1}, square, g.axes("axes", 1));
    Output epsilon = g.constant("epsilon", new long[] {}, 1e-5f);
    Output root = g.same("Sqrt", "root", g.same("Add", "shifted", mean, epsilon));
    attention(g.same("Divide", "norm", x, root));

    Run run = new Run().on(g.model);

    assertThat(run.reasons).containsEntry("sum", Reason.KEPT_FOR_ACCURACY);
  }

  @Test
  void attentionAloneIsNotTakenForTransformer() {
    attention(g.same("ReLU", "relu", g.parameter("x", 4, 4)));

    Run run = new Run().on(g.model);

    assertThat(run.reasons).containsEntry("sum", Reason.QUANTIZED);
  }

  @Test
  void softmaxAheadOfConstantWeightIsNoAttention() {
    Output norm = normalized(g.parameter("x", 4, 4));
    Output sum = g.same("Add", "sum", norm, g.matMul("fc", g.same("SoftMax", "softmax", norm), 4));
    g.result(g.matMul("head", sum, 4));

    Run run = new Run().on(g.model);

    assertThat(run.reasons).containsEntry("sum", Reason.QUANTIZED);
  }

  @Test
  void modelTypeNoneIsTheLastWord() {
    attention(normalized(g.parameter("x", 4, 4)));

    Run run = new Run().with("model-type", "none").on(g.model);

    assertThat(run.reasons).containsEntry("sum", Reason.QUANTIZED);
  }

  private Output normalized(Output x) {
    return g.same("MVN", "norm", x, g.axes("norm/axes", 1));
  }

  /** Self-attention over the rows of a square tensor, a residual sum named "sum", and a head. */
  private void attention(Output x) {
    Output scores = g.same("MatMul", "scores", g.matMul("q", x, 4), g.matMul("k", x, 4));
    scores.operation().with("transpose_a", "false").with("transpose_b", "true");
    Output weights = g.same("SoftMax", "softmax", scores);
    Output moved = g.op("Reshape", "moved", new long[] {4, 4}, weights, g.axes("shape", 4, 4));
    Output attended = g.same("MatMul", "attended", moved, g.matMul("v", x, 4));
    attended.operation().with("transpose_a", "false").with("transpose_b", "false");
    Output sum = g.same("Add", "sum", x, g.matMul("out", attended, 4));
    g.result(g.matMul("head", sum, 4));
  }
}
