package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Rules of single operation types. */
class OperationTablesTest {
  private final Graphs g = new Graphs();

  private Output indices() {
    Operation op = new Operation("Parameter", "opset1", "ids");
    Output ids = op.addOutput(ElementType.I64, PartialShape.of(1, 8));
    g.model.add(op);
    return ids;
  }

  private Output zero(String name) {
    return g.model.add(Operation.constant(name, Tensor.ofLongs(Shape.of(), 0))).output(0);
  }

  private Output gather(String name, Output table, Output axis) {
    long columns = Graphs.dims(table)[1];
    return g.op("Gather", name, new long[] {1, 8, columns}, table, indices(), axis);
  }

  @Test
  void tableOfAnEmbeddingHasOneRangePerRow() {
    Output rows = gather("embedding", g.ramp("table", 100, 16), zero("axis"));
    Output flat = g.op("Reshape", "flat", new long[] {8, 16}, rows, g.axes("to", 8, 16));
    g.result(g.matMul("fc", flat, 4));

    Run run = new Run().on(g.model);

    FakeQuantize fq = FakeQuantize.of(g.find("embedding/fq_weights_0")).orElseThrow();
    assertThat(fq.inputRange().shape()).isEqualTo(Shape.of(100, 1));
    assertThat(fq.levels()).isEqualTo(255);
    assertThat(g.input("embedding", 0).source()).isSameAs(fq.operation().output(0));
    assertThat(run.reasons).containsEntry("embedding", Reason.QUANTIZED);
    assertThat(run.details).containsEntry("embedding", "its table");
    assertThat(g.input("flat", 0).source().operation().name()).isEqualTo("embedding/fq_output_0");
  }

  /** Else both the float table and its integers would be stored. */
  @Test
  void tableThatIsAlsoAWeightHasOneQuantizer() {
    Output table = g.ramp("table", 100, 16);
    Output rows = gather("embedding", table, zero("axis"));
    Output flat = g.op("Reshape", "flat", new long[] {8, 16}, rows, g.axes("to", 8, 16));
    Output logits = g.op("MatMul", "logits", new long[] {8, 100}, flat, table);
    logits.operation().with("transpose_a", "false").with("transpose_b", "true");
    g.result(logits);

    new Run().on(g.model);

    assertThat(g.input("embedding", 0).source()).isSameAs(g.input("logits", 1).source());
    assertThat(table.consumers()).hasSize(1);
  }

  @Test
  void ignoredEmbeddingKeepsItsTable() {
    Output rows = gather("embedding", g.ramp("table", 100, 16), zero("axis"));
    Output flat = g.op("Reshape", "flat", new long[] {8, 16}, rows, g.axes("to", 8, 16));
    g.result(g.matMul("fc", flat, 4));
    Run run = new Run().with("ignored-names", "embedding").on(g.model);
    assertThat(g.input("embedding", 0).source().operation().name()).isEqualTo("table");
    assertThat(run.reasons).containsEntry("embedding", Reason.IGNORED_BY_USER);
  }

  @Test
  void narrowTableIsNoEmbedding() {
    Output anchors = gather("anchors", g.ramp("table", 100, 4), zero("axis"));
    Output flat = g.op("Reshape", "flat", new long[] {8, 4}, anchors, g.axes("to", 8, 4));
    g.result(g.matMul("fc", flat, 4));
    new Run().on(g.model);
    assertThat(g.input("anchors", 0).source().operation().name()).isEqualTo("table");
  }

  /** Where the quantizer of a convolution behind a Pad is. */
  private String quantizerAbovePad(String mode, float... value) {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output begin = g.axes("begin", 0, 0, 1, 1);
    Output end = g.axes("end", 0, 0, 1, 1);
    long[] dims = {1, 4, 10, 10};
    Output pad =
        value.length == 0
            ? g.op("Pad", "pad", dims, x, begin, end)
            : g.op("Pad", "pad", dims, x, begin, end, g.constant("value", new long[] {}, value));
    pad.operation().with("pad_mode", mode);
    g.result(g.convolution("conv", pad, 4));
    new Run().on(g.model);
    return g.input("conv", 0).source().operation().type().equals("FakeQuantize")
        ? "pad/fq_output_0"
        : g.input("pad", 0).source().operation().name();
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "edge", "reflect", "symmetric"})
  void quantizerRisesThroughAPadWithZerosOrWithWhatItReads(String mode) {
    assertThat(quantizerAbovePad(mode)).isEqualTo("x/fq_output_0");
  }

  @ParameterizedTest
  @CsvSource({
    "constant, 0, x/fq_output_0",
    "constant, 1, pad/fq_output_0",
    "edge, 1, x/fq_output_0"
  })
  void quantizerStaysBelowAPadWithAnotherValue(String mode, float value, String quantizer) {
    assertThat(quantizerAbovePad(mode, value)).isEqualTo(quantizer);
  }

  /** What OpenVINO computes in float whatever precedes it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LSTMSequence",
        "GRUSequence",
        "RNNSequence",
        "LSTMCell",
        "GRUCell",
        "RNNCell",
        "ScaledDotProductAttention",
        "GroupNormalization",
        "Divide",
        "Power",
        "Sqrt",
        "SquaredDifference",
        "ReduceL2",
        "GatherND",
        "ScatterNDUpdate"
      })
  void operationsWithoutAnIntegerKernelGetNoQuantizers(String type) {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output first = g.biasedConvolution("first", x, 4);
    Output middle = g.same(type, "middle", first, g.parameter("y", 1, 4, 8, 8));
    g.result(g.biasedConvolution("last", middle, 4));
    Run run = new Run().on(g.model);
    assertThat(g.input("middle", 0).source().operation().name()).isEqualTo("first/add");
    assertThat(run.reasons).containsEntry("middle", Reason.UNSUPPORTED_OPERATION);
    assertThat(run.details).containsEntry("middle", type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AvgPool",
        "AdaptiveAvgPool",
        "ReduceMean",
        "ReduceSum",
        "Interpolate",
        "MVN",
        "NormalizeL2"
      })
  void operationsWithAnIntegerKernelGetOne(String type) {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("first", x, 4));
    g.result(g.same(type, "middle", relu));
    Run run = new Run().on(g.model);
    assertThat(g.input("middle", 0).source().operation().type()).isEqualTo("FakeQuantize");
    assertThat(run.reasons).containsEntry("middle", Reason.QUANTIZED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MaxPool",
        "ReduceMax",
        "Reshape",
        "Squeeze",
        "Unsqueeze",
        "Transpose",
        "Split",
        "VariadicSplit",
        "StridedSlice",
        "Slice",
        "Tile",
        "Broadcast",
        "ShuffleChannels",
        "DepthToSpace",
        "SpaceToDepth",
        "BatchToSpace",
        "SpaceToBatch"
      })
  void quantizerRisesThroughWhatMovesValues(String type) {
    Output x = g.parameter("x", 1, 4, 8, 8);
    g.result(g.biasedConvolution("conv", g.same(type, "moved", x), 4));
    Run run = new Run().on(g.model);
    assertThat(g.input("moved", 0).source().operation().name()).isEqualTo("x/fq_output_0");
    assertThat(run.reasons).containsEntry("moved", Reason.MOVES_VALUES);
  }

  private List<Float> lowerBounds(String modelType) {
    Output x = g.parameter("x", 8, 16);
    Output q = g.matMul("q", x, 16);
    Output k = g.matMul("k", x, 16);
    g.result(g.op("MatMul", "product", new long[] {8, 8}, q, k));
    new Run()
        .with("preset", "mixed")
        .with("model-type", modelType)
        .measured("q", -1, 3)
        .measured("k", -1, 3)
        .on(g.model);
    return g.model.ofType("FakeQuantize").stream()
        .filter(op -> op.name().equals("q/fq_output_0") || op.name().equals("k/fq_output_0"))
        .map(op -> FakeQuantize.of(op).orElseThrow().inputRange().low()[0])
        .toList();
  }

  /** Attention's products have two computed inputs, and integer kernels for them no zero points. */
  @Test
  void productsOfATransformerAreSymmetricInThePresetMixed() {
    assertThat(lowerBounds("transformer")).hasSize(2).allMatch(low -> low < -3);
  }

  @Test
  void productsOfOtherModelsFollowThePreset() {
    assertThat(lowerBounds("none")).hasSize(2).allMatch(low -> low > -1.1f);
  }
}
