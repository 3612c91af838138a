package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;

/** Quantizers ahead of a Concat, and beside it. */
class ConcatPlacementTest extends PlacedGraph {
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
}
