package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.model.Output;

/**
 * Placement takes time in proportion to the model. It goes over the operations in their order, a
 * fixed number of times, and keeps what it finds per operation: no step walks a path twice. The
 * graphs here are those for which walking every path, or comparing every pair, takes longest.
 */
class LargeModelTest {
  private static final int OPERATIONS = 20_000;
  private static final int DEPTH = 60;

  private final Graphs g = new Graphs();

  private static Settings settings() {
    return Settings.of(MinMaxParameters.SCHEMA.check(Map.of(), "test", new ArrayList<>()));
  }

  private static TargetDevice cpu() {
    return ServiceLoader.load(TargetDeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals("CPU"))
        .findFirst()
        .orElseThrow()
        .device();
  }

  private Placement solve() {
    return PlacementSolver.solve("m", g.model, cpu(), settings(), Map.of());
  }

  /** Two to the sixtieth paths lead through these splits and joins. */
  @Test
  void pathsOfMovedValuesAreNotWalkedOneByOne() {
    Output tensor =
        g.same("ReLU", "relu", g.biasedConvolution("a", g.parameter("x", 1, 4, 8, 8), 4));
    for (int i = 0; i < DEPTH; i++) {
      Output left = g.op("Slice", "left" + i, new long[] {1, 2, 8, 8}, tensor);
      Output right = g.op("Slice", "right" + i, new long[] {1, 2, 8, 8}, tensor);
      tensor = g.op("Concat", "concat" + i, new long[] {1, 4, 8, 8}, left, right);
    }
    g.result(g.biasedConvolution("b", tensor, 4));

    Placement placement = solve();

    assertThat(placement.activations())
        .extracting(ActivationQuantizer::name)
        .containsExactly("x/fq_output_0", "relu/fq_output_0");
    assertThat(placement.weights()).hasSize(2);
  }

  @Test
  void pathsOfSumsAreNotWalkedOneByOne() {
    Output tensor = g.same("ReLU", "relu", g.parameter("x", 1, 4, 8, 8));
    for (int i = 0; i < DEPTH; i++) {
      tensor = g.same("Add", "sum" + i, tensor, tensor);
    }
    g.result(g.biasedConvolution("b", tensor, 4));
    assertThat(solve().activations()).hasSize(DEPTH + 1);
  }

  /**
   * Every Concat joins a new tensor with all before: one group, as in a densely connected block.
   */
  @Test
  void tensorsThatAreJoinedOverAndOverAreOneGroup() {
    Output tensor = denseBlock(g.parameter("x", 1, 4, 8, 8), "", DEPTH);
    g.result(tensor);
    List<Integer> groups =
        solve().activations().stream()
            .filter(q -> q.name().startsWith("grow"))
            .map(ActivationQuantizer::group)
            .distinct()
            .toList();
    assertThat(groups).hasSize(1);
  }

  private Output denseBlock(Output input, String prefix, int layers) {
    Output all = input;
    long channels = Graphs.dims(input)[1];
    for (int i = 0; i < layers; i++) {
      String name = prefix + i;
      Output grown = g.same("ReLU", "grow" + name, g.biasedConvolution("conv" + name, all, 1));
      channels++;
      all = g.op("Concat", "concat" + name, new long[] {1, channels, 8, 8}, all, grown);
    }
    return g.biasedConvolution("out" + prefix, all, 4);
  }

  @Test
  void longChainOfMoversNeedsNoDeepStack() {
    Output tensor = g.parameter("x", 1, 4, 8, 8);
    for (int i = 0; i < OPERATIONS; i++) {
      tensor = g.same("MaxPool", "pool" + i, tensor);
    }
    g.result(g.biasedConvolution("conv", tensor, 4));
    assertThat(solve().activations())
        .extracting(ActivationQuantizer::name)
        .containsExactly("x/fq_output_0");
  }

  /**
   * Processor time of this thread, of three runs the least: other work on the machine is no part.
   */
  @Test
  @Tag("full")
  void twentyThousandOperationsTakeLessThanTwoSeconds() {
    Output tensor = g.parameter("x", 1, 4, 8, 8);
    // a block has 24 layers of six operations
    for (int block = 0; block * 24 * 6 < OPERATIONS; block++) {
      tensor = denseBlock(tensor, "/" + block + "/", 24);
    }
    g.result(tensor);
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 3; run++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      assertThat(solve().weights()).isNotEmpty();
      least =
          Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
    }
    assertThat(least).isLessThan(2_000_000_000L);
  }
}
