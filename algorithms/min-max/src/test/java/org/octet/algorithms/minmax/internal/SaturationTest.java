package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Output;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.Shape;

/** Which weights keep a bit in reserve. */
class SaturationTest {
  private static final float RESERVED = 127f / 64;

  private final Graphs g = new Graphs();

  private FakeQuantize weights(String name) {
    return FakeQuantize.of(g.find(name + "/fq_weights_1")).orElseThrow();
  }

  /** Two convolutions with a ReLU between; the first reads an image of values from 0 on. */
  private float[] bounds(Run run) {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("first", x, 4));
    g.result(g.biasedConvolution("second", relu, 4));
    run.measured("x", 0, 1).on(g.model);
    return new float[] {
      weights("first").inputRange().high()[0], weights("second").inputRange().high()[0]
    };
  }

  @ParameterizedTest
  @CsvSource({
    "CPU, any, 2, 1",
    "ANY, any, 2, 1",
    "CPU_SPR, any, 1, 1",
    "GPU, any, 1, 1",
    "NPU, any, 1, 1",
    "CPU, vnni, 1, 1",
    "ANY, amx, 1, 1",
    "CPU_SPR, avx2, 1, 1",
    "GPU, avx2, 1, 1"
  })
  void autoGoesByDeviceAndInstructionSet(String device, String isa, float first, float second) {
    assertThat(bounds(new Run().device(device).with("target-isa", isa)))
        .containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource({"avx2", "avx512"})
  void withoutVnniAllLayersAreLookedAt(String isa) {
    assertThat(bounds(new Run().with("target-isa", isa))).containsExactly(RESERVED, RESERVED);
    assertThat(weights("first").inputRange().low()[0]).isEqualTo(-RESERVED);
  }

  @ParameterizedTest
  @CsvSource({"first_layer, 2, 1", "all, 2, 2", "no, 1, 1"})
  void whatTheUserSaysGoesBefore(String fix, float first, float second) {
    assertThat(bounds(new Run().with("saturation-fix", fix).with("target-isa", "vnni")))
        .containsExactly(first, second);
  }

  @Test
  void onlyChannelsWithASaturatingPairKeepTheReserve() {
    // codes of the channels: 127 and 1; 127 and 2; 127 and -127; -127 and -2
    Output weight = g.constant("w", new long[] {4, 2, 1, 1}, 127, 1, 127, 2, 127, -127, -127, -2);
    Output x = g.parameter("x", 1, 2, 8, 8);
    g.result(g.op("Convolution", "conv", new long[] {1, 4, 8, 8}, x, weight));
    new Run().with("target-isa", "avx2").measured("x", 0, 1).on(g.model);
    assertThat(weights("conv").inputRange().high())
        .containsExactly(127f, 127 * RESERVED, 127f, 127 * RESERVED);
  }

  @Test
  void signedInputNeedsNone() {
    g.result(g.convolution("conv", g.parameter("x", 1, 4, 8, 8), 4));
    new Run().with("target-isa", "avx2").measured("x", -1, 1).on(g.model);
    assertThat(weights("conv").inputRange().high()[0]).isEqualTo(1f);
  }

  @Test
  void depthwiseKernelsAddNoPairs() {
    g.result(g.depthwise("conv", g.parameter("x", 1, 4, 8, 8)));
    new Run().with("target-isa", "avx2").measured("x", 0, 1).on(g.model);
    assertThat(weights("conv").inputRange().high()[0]).isEqualTo(1f);
  }

  @Provide
  Arbitrary<float[]> weights() {
    return Arbitraries.floats().between(-1, 1).array(float[].class).ofMinSize(2).ofMaxSize(12);
  }

  /** The definition, over all pairs of codes. */
  @Property(seed = "1")
  void noPairSaturatesWithTheReserveAndSomePairDoesWhereItIsKept(
      @ForAll("weights") float[] values) {
    Shape shape = Shape.of(1, values.length);
    ChannelReduction weight = new ChannelReduction(values, shape, Shape.of());
    float bound = Math.max(8e-5f, weight.reduce(Reducer.ABS_MAX)[0]);
    boolean kept = weight.saturates(new float[] {bound}, 255)[0];
    assertThat(kept).isEqualTo(saturates(values, bound));
    assertThat(saturates(values, kept ? bound * RESERVED : bound)).isFalse();
  }

  private static boolean saturates(float[] values, float bound) {
    long[] codes = new long[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Math.round(Math.rint(values[i] * 127d / bound));
    }
    for (int i = 0; i < codes.length; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(255 * (codes[i] + codes[j])) > 32767) {
          return true;
        }
      }
    }
    return false;
  }
}
