package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;

/** Quantizers of results, on devices that compute in integers only. */
class OutputPlacementTest extends PlacedGraph {
  private static final long SUM = 1L << 32;
  private static final long ACTIVATION = 1 << 16;

  private long levels(String quantizer) {
    return FakeQuantize.of(g.find(quantizer)).orElseThrow().levels();
  }

  @Test
  void everyResultHasOneQuantizerOfTheFewestBitsThatProducerAndReadersTake() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    Output b = g.biasedConvolution("b", relu, 4);
    g.result(g.same("Sigmoid", "sigmoid", g.biasedConvolution("c", b, 4)));

    Run run = new Run().device("GNA").on(g.model);

    assertThat(activationQuantizers())
        .containsExactlyInAnyOrder(
            "x/fq_output_0_0",
            "a/add/fq_output_0_0",
            "relu/fq_output_0_0",
            "b/add/fq_output_0_0",
            "c/add/fq_output_0_0",
            "sigmoid");
    assertThat(levels("x/fq_output_0_0")).isEqualTo(ACTIVATION);
    assertThat(levels("a/add/fq_output_0_0")).as("before a function").isEqualTo(SUM);
    assertThat(levels("relu/fq_output_0_0")).isEqualTo(ACTIVATION);
    assertThat(levels("b/add/fq_output_0_0")).as("before a convolution").isEqualTo(ACTIVATION);
    assertThat(run.reasons)
        .containsEntry("a", Reason.QUANTIZED)
        .containsEntry("a/add", Reason.FUSED_INTO)
        .containsEntry("relu", Reason.QUANTIZED)
        .containsEntry("sigmoid", Reason.QUANTIZED);
  }

  @Test
  void aQuantizerBeforeAResultTakesTheOutputsNames() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output last = g.biasedConvolution("a", x, 4);
    last.names().add("scores");
    g.result(last);

    new Run().device("GNA3").on(g.model);

    Output read = g.input("a/add/result", 0).source();
    assertThat(read.operation().type()).isEqualTo("FakeQuantize");
    assertThat(read.operation().name()).isEqualTo("a/add");
    assertThat(read.names()).containsExactly("scores");
    assertThat(g.find("a/add/pre_fq_input").output(0).names()).isEmpty();
    assertThat(levels("a/add")).isEqualTo(ACTIVATION);
  }

  @Test
  void quantizersRiseThroughWhatMovesValues() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output left = g.same("ReLU", "left", g.biasedConvolution("a", x, 4));
    Output right = g.same("Tanh", "right", g.biasedConvolution("b", x, 4));
    Output concat = g.op("Concat", "concat", new long[] {1, 8, 8, 8}, left, right);
    g.result(g.convolution("c", concat, 4));

    new Run().device("GNA").measured("left", 0, 2).measured("right", 0, 5).on(g.model);

    assertThat(source("c/pre_fq_input", 0)).isEqualTo("concat");
    assertThat(source("concat", 0)).isEqualTo("left/fq_output_0_0");
    assertThat(source("concat", 1)).isEqualTo("right/fq_output_0_0");
    assertThat(high("left/fq_output_0_0")).as("parts keep their own ranges").isEqualTo(2f);
  }

  @Test
  void signsAreKeptBehindFunctionsThatAreNeverNegative() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    g.result(g.convolution("b", g.same("ReLU", "relu", g.convolution("a", x, 4)), 4));

    new Run().device("GNA").measured("relu", 0, 6).on(g.model);

    FakeQuantize.Range range = FakeQuantize.of(g.find("relu/fq_output_0_0")).get().inputRange();
    assertThat(range.high()[0]).isEqualTo(6f);
    assertThat(range.low()[0]).isEqualTo(-6 * (float) (65536 / 65534.0));
  }

  @Test
  void constantsOfSumsAreWeightsButBiasesAreNone() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("a", x, 4));
    g.result(g.same("Add", "shift", relu, g.ramp("shift/value", 1, 4, 1, 1)));

    new Run().device("GNA").on(g.model);

    assertThat(weightQuantizers())
        .containsExactlyInAnyOrder("a/fq_weights_1", "shift/fq_weights_1");
    FakeQuantize shift = FakeQuantize.of(g.find("shift/fq_weights_1")).orElseThrow();
    assertThat(shift.levels()).isEqualTo(65535);
    assertThat(shift.inputRange().shape().rank()).isZero();
    assertThat(g.find("a/add").input(1).source().operation().isConstant()).isTrue();
  }

  @Test
  void presetsChooseTheWidthOfWeights() {
    for (String device : List.of("GNA", "GNA3")) {
      for (String preset : List.of("performance", "accuracy")) {
        Graphs graph = new Graphs();
        Output x = graph.parameter("x", 1, 4, 1, 1);
        Output flat =
            graph.op(
                "Reshape",
                "flat",
                new long[] {1, 4},
                graph.convolution("a", x, 4),
                graph.axes("to", 1, 4));
        graph.result(graph.matMul("fc", flat, 3));
        new Run().device(device).with("preset", preset).on(graph.model);
        boolean narrow = preset.equals("performance");
        List<Long> levels =
            Stream.of("a/fq_weights_1", "fc/fq_weights_1")
                .map(q -> FakeQuantize.of(graph.find(q)).orElseThrow().levels())
                .toList();
        assertThat(levels)
            .as(device + " " + preset)
            .containsExactly(
                narrow && device.equals("GNA3") ? 255L : 65535L, narrow ? 255L : 65535L);
      }
    }
  }

  @Test
  void noOperationIsAddedToRescaleChannels() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    g.result(g.biasedConvolution("a", x, 4));

    new Run().device("GNA").rescaled("x", 1, 1, 2, 3, 4).on(g.model);

    assertThat(g.model.ofType("Multiply")).isEmpty();
  }
}
