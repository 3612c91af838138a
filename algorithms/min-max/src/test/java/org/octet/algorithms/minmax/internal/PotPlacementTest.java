package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.octet.api.model.Output;

/**
 * Where {@code placement=pot} puts quantizers that Octet leaves out, as they make nothing faster.
 */
class PotPlacementTest extends PlacedGraph {
  @BeforeEach
  void network() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output relu = g.same("ReLU", "relu", g.biasedConvolution("conv", x, 4));
    Output tanh = g.same("Tanh", "tanh", relu);
    Output sine = g.same("Sin", "sine", tanh);
    Output quotient = g.same("Divide", "quotient", sine, tanh);
    Output scaled = g.same("Multiply", "scaled", quotient, g.ramp("by", 1, 4, 1, 1));
    g.result(g.same("Tanh", "out", scaled));
    Output sum = g.op("ReduceSum", "sum", new long[] {1, 4, 1, 1}, sine, g.axes("axes", 2, 3));
    g.result(g.same("Tanh", "last", sum));
  }

  @Test
  void octetQuantizesWhatRuntimesComputeInIntegers() {
    new Run().on(g.model);
    assertThat(activationQuantizers()).containsExactly("x/fq_output_0", "sum/fq_input_0");
  }

  @Test
  void potQuantizesItsTable() {
    new Run().with("placement", "pot").on(g.model);
    assertThat(source("quotient", 0)).isEqualTo("quotient/fq_input_0");
    assertThat(source("quotient", 1)).isEqualTo("quotient/fq_input_1");
    assertThat(source("scaled", 0)).isEqualTo("quotient/fq_output_0");
    assertThat(source("sum", 0)).isEqualTo("sine");
    assertThat(source("conv", 0)).isEqualTo("x/fq_output_0");
    assertThat(source("conv/add", 0)).isEqualTo("conv");
  }
}
