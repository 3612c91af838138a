package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;

/** Heads of the usual families of detectors, and networks that have none. */
class DetectionHeadTest {
  private static final int CELLS = 64;

  private final Graphs g = new Graphs();
  private final Output x = g.parameter("x", 1, 4, 8, 8);
  private final Output stem = g.same("ReLU", "stem/relu", g.biasedConvolution("stem", x, 8));

  private static float[] values(int n, IntToDoubleFunction value) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return values;
  }

  private Output grid(String name, double offset) {
    return g.constant(name, new long[] {1, 2, CELLS}, values(2 * CELLS, i -> i % 8 + offset));
  }

  private Output strides(String name) {
    return g.constant(name, new long[] {1, 1, CELLS}, values(CELLS, i -> i < 32 ? 8 : 16));
  }

  /** Channels of a convolution's output as {@code [1, n, cells]}. */
  private Output flat(String name, long channels) {
    Output conv = g.biasedConvolution(name, stem, channels);
    return g.op(
        "Reshape", name + "/flat", new long[] {1, channels, CELLS}, conv, g.axes(name + "/to", 1));
  }

  private Output arithmetic(String type, String name, Output a, Output b) {
    return g.op(type, name, new long[] {1, 2, CELLS}, a, b);
  }

  private static void isHead(Run run, String... names) {
    for (String name : names) {
      assertThat(run.reasons).containsEntry(name, Reason.DETECTION_HEAD);
    }
  }

  @Test
  void exponentialOfSizesAndGridOfYolox() {
    Output all = flat("regression", 4);
    Output xy = g.op("Slice", "xy", new long[] {1, 2, CELLS}, all);
    Output wh = g.op("Slice", "wh", new long[] {1, 2, CELLS}, all);
    Output center =
        arithmetic(
            "Multiply", "center", arithmetic("Add", "moved", xy, grid("grid", 0)), strides("s1"));
    Output exp = g.op("Exp", "exp", new long[] {1, 2, CELLS}, wh);
    Output size = arithmetic("Multiply", "size", exp, strides("s2"));
    Output scores = g.op("Sigmoid", "scores", new long[] {1, 2, CELLS}, flat("classes", 2));
    g.result(g.op("Concat", "boxes", new long[] {1, 6, CELLS}, center, size, scores));

    Run run = new Run().on(g.model);

    isHead(run, "xy", "wh", "moved", "center", "exp", "size", "scores", "boxes");
    assertThat(run.details).containsEntry("size", "exponential of box sizes");
    // the convolutions that are decoded are quantized, their biases fused as ever
    assertThat(run.reasons)
        .containsEntry("regression", Reason.QUANTIZED)
        .containsEntry("regression/add", Reason.FUSED_INTO)
        .containsEntry("classes", Reason.QUANTIZED);
  }

  @Test
  void distributionFocalLossOfYolov8() {
    Output bins =
        g.op("Reshape", "bins", new long[] {1, 4, 16, CELLS}, flat("dfl/in", 64), g.axes("b", 1));
    Output moved =
        g.op("Transpose", "bins/t", new long[] {1, 16, 4, CELLS}, bins, g.axes("o", 0, 2, 1, 3));
    Output softmax = g.same("SoftMax", "softmax", moved);
    Output weight = g.constant("dfl/w", new long[] {1, 16, 1, 1}, values(16, i -> i));
    Output dfl = g.op("Convolution", "dfl", new long[] {1, 1, 4, CELLS}, softmax, weight);
    Output distances = g.op("Reshape", "ltrb", new long[] {1, 4, CELLS}, dfl, g.axes("l", 1));
    Output lt = g.op("Slice", "lt", new long[] {1, 2, CELLS}, distances);
    Output rb = g.op("Slice", "rb", new long[] {1, 2, CELLS}, distances);
    Output from = arithmetic("Subtract", "from", grid("g1", 0.5), lt);
    Output to = arithmetic("Add", "to", grid("g2", 0.5), rb);
    Output sum = arithmetic("Add", "sum", from, to);
    Output center = arithmetic("Multiply", "center", sum, g.constant("half", new long[] {1}, 0.5f));
    Output size = arithmetic("Subtract", "size", to, from);
    Output boxes = g.op("Concat", "boxes", new long[] {1, 4, CELLS}, center, size);
    Output scaled = g.op("Multiply", "scaled", new long[] {1, 4, CELLS}, boxes, strides("strides"));
    Output scores = g.op("Sigmoid", "scores", new long[] {1, 2, CELLS}, flat("classes", 2));
    g.result(g.op("Concat", "out", new long[] {1, 6, CELLS}, scaled, scores));

    Run run = new Run().on(g.model);

    isHead(run, "bins", "bins/t", "softmax", "dfl", "ltrb", "lt", "rb", "from", "to", "sum");
    isHead(run, "center", "size", "boxes", "scaled", "scores", "out");
    assertThat(run.reasons)
        .containsEntry("dfl/in", Reason.QUANTIZED)
        .containsEntry("classes", Reason.QUANTIZED);
    assertThat(g.input("dfl", 1).source()).isSameAs(weight);
  }

  @Test
  void distributionAsMatMul() {
    Output bins =
        g.op("Reshape", "bins", new long[] {4 * CELLS, 16}, flat("dfl/in", 64), g.axes("b", 1));
    Output softmax = g.same("SoftMax", "softmax", bins);
    Output weight = g.constant("dfl/w", new long[] {16, 1}, values(16, i -> i * i / 4.0));
    g.result(g.op("MatMul", "dfl", new long[] {4 * CELLS, 1}, softmax, weight));
    isHead(new Run().on(g.model), "bins", "softmax", "dfl");
  }

  @Test
  void priorBoxesAndDetectionOutputOfSsd() {
    Output shape = g.typed("ShapeOf", "shape", ElementType.I64, new long[] {4}, stem);
    Output image = g.typed("ShapeOf", "image", ElementType.I64, new long[] {4}, x);
    Output priors = g.op("PriorBox", "priors", new long[] {2, CELLS * 4}, shape, image);
    Output all = g.op("Concat", "all", new long[] {2, CELLS * 8}, priors, priors);
    Output locations = flat("locations", 4);
    Output confidence = g.same("SoftMax", "confidence", flat("classes", 2));
    g.result(
        g.op(
            "DetectionOutput",
            "detections",
            new long[] {1, 1, 200, 7},
            locations,
            confidence,
            all));

    Run run = new Run().on(g.model);

    isHead(run, "priors", "confidence", "locations/flat");
    assertThat(run.reasons)
        .containsEntry("detections", Reason.POST_PROCESSING)
        .containsEntry("locations", Reason.QUANTIZED)
        .containsEntry("locations/add", Reason.FUSED_INTO)
        .containsEntry("stem/relu", Reason.FUSED_INTO)
        .containsEntry("shape", Reason.SHAPE_SUBGRAPH);
  }

  @Test
  void boxesThatSuppressionChoosesAmong() {
    Output boxes = arithmetic("Add", "boxes", flat("a", 2), flat("b", 2));
    Output scores = g.same("Sigmoid", "scores", flat("classes", 2));
    g.result(g.op("NonMaxSuppression", "nms", new long[] {10, 3}, boxes, scores));
    Run run = new Run().on(g.model);
    isHead(run, "boxes", "scores");
    assertThat(run.reasons).containsEntry("nms", Reason.POST_PROCESSING);
  }

  @Test
  void gridThatIsComputedFromAShape() {
    Output shape = g.typed("ShapeOf", "shape", ElementType.I64, new long[] {4}, stem);
    Output cells = g.op("Range", "range", new long[] {CELLS}, shape);
    Output moved = arithmetic("Add", "moved", flat("xy", 2), cells);
    Output size = flat("wh", 2);
    g.result(g.op("Concat", "boxes", new long[] {1, 4, CELLS}, moved, size));
    isHead(new Run().on(g.model), "moved", "boxes", "wh/flat");
  }

  @Test
  void residualStreamBeforeAHeadIsNoPartOfIt() {
    Output sum = g.same("Add", "sum", stem, g.biasedConvolution("block", stem, 8));
    Output xy = g.biasedConvolution("xy", sum, 2);
    Output exp = g.same("Exp", "exp", g.biasedConvolution("wh", sum, 2));
    Output size = g.same("Multiply", "size", exp, g.constant("s", new long[] {1}, 8));
    g.result(g.op("Concat", "boxes", new long[] {1, 4, 8, 8}, xy, size));
    Run run = new Run().on(g.model);
    isHead(run, "exp", "size", "boxes");
    assertThat(run.reasons)
        .containsEntry("sum", Reason.QUANTIZED)
        .containsEntry("xy/add", Reason.FUSED_INTO);
  }

  private void hasNoHead() {
    assertThat(new Run().on(g.model).reasons.values()).doesNotContain(Reason.DETECTION_HEAD);
  }

  @Test
  void classifierHasNone() {
    Output sum = g.same("Add", "sum", stem, g.biasedConvolution("block", stem, 8));
    Output pool = g.op("ReduceMean", "pool", new long[] {1, 8}, sum, g.axes("hw", 2, 3));
    g.result(g.same("SoftMax", "softmax", g.matMul("fc", pool, 10)));
    hasNoHead();
  }

  @Test
  void softmaxOfElementaryOperationsIsNone() {
    Output pool = g.op("ReduceMean", "pool", new long[] {1, 8}, stem, g.axes("hw", 2, 3));
    Output exp = g.same("Exp", "exp", g.matMul("fc", pool, 10));
    Output total = g.op("ReduceSum", "total", new long[] {1, 1}, exp, g.axes("one", 1));
    Output softmax = g.same("Divide", "softmax", exp, total);
    g.result(g.op("Concat", "both", new long[] {1, 20}, softmax, softmax));
    hasNoHead();
  }

  @Test
  void segmentationHasNone() {
    Output up = g.op("Interpolate", "up", new long[] {1, 8, 16, 16}, stem, g.axes("size", 16, 16));
    Output skip = g.parameter("y", 1, 4, 16, 16);
    Output both = g.op("Concat", "both", new long[] {1, 12, 16, 16}, up, skip);
    g.result(g.same("Sigmoid", "mask", g.biasedConvolution("head", both, 2)));
    hasNoHead();
  }

  @Test
  void auxiliaryOutputsThatAreConcatenatedAreNone() {
    Output a = g.same("Sigmoid", "a/s", g.biasedConvolution("a", stem, 2));
    Output b = g.same("Add", "b/sum", g.biasedConvolution("b", stem, 2), a);
    g.result(g.op("Concat", "out", new long[] {1, 4, 8, 8}, a, b));
    hasNoHead();
  }

  @Test
  void attentionWithConstantValuesIsNone() {
    Output scores = g.same("SoftMax", "scores", flat("q", 16));
    Output weight = g.ramp("v", CELLS, 16);
    g.result(g.op("MatMul", "context", new long[] {1, 16, 16}, scores, weight));
    hasNoHead();
  }
}
