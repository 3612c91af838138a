package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;

/** What is taken for a transformer, and what stays float there. */
class TransformerPlacementTest extends PlacedGraph {
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

  /** The lower end of the quantizer ahead of the head, whose values are from -1 to 3. */
  private float low(String... preset) {
    Run run = new Run().with("range-choice", "off").measured("sum", -1, 3);
    if (preset.length > 0) {
      run.with("preset", preset[0]);
    }
    run.on(g.model);
    Output read = g.find("head").input(0).source();
    return FakeQuantize.of(read.operation()).orElseThrow().inputRange().low()[0];
  }

  @Test
  void presetIsMixedForTransformersUnlessGiven() {
    attention(normalized(g.parameter("x", 4, 4)));
    assertThat(low()).isCloseTo(-1, within(0.02f));
  }

  @Test
  void presetThatIsGivenStays() {
    attention(normalized(g.parameter("x", 4, 4)));
    assertThat(low("performance")).isCloseTo(-3, within(0.05f));
  }

  @Test
  void presetIsPerformanceForOtherNetworks() {
    attention(g.same("ReLU", "relu", g.parameter("x", 4, 4)));
    assertThat(low()).isCloseTo(-3, within(0.05f));
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
