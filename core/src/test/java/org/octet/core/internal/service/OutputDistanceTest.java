package org.octet.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.octet.api.ComparisonResult.OutputComparison;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class OutputDistanceTest {
  private static Tensor floats(float... values) {
    return Tensor.of(Shape.of(1, values.length), values);
  }

  @Test
  void sumsOverAllSamplesBeforeTheLogarithm() {
    OutputDistance distance = new OutputDistance("y");
    distance.add("a", floats(3, 4), floats(3, 5));
    distance.add("b", floats(0, 5), floats(3, 1));
    OutputComparison result = distance.result();
    // signal 9 + 16 + 25 = 50, noise 1 + 9 + 16 = 26
    assertThat(result.sqnr()).isCloseTo(10 * Math.log10(50.0 / 26), within(1e-12));
    assertThat(result.equalTop1()).isEqualTo(0.5);
    assertThat(result.maxAbsoluteDifference()).isEqualTo(4);
  }

  @Test
  void equalOutputsHaveNoNoise() {
    OutputDistance distance = new OutputDistance("y");
    distance.add("a", floats(1, 2), floats(1, 2));
    assertThat(distance.result()).isEqualTo(new OutputComparison("y", null, 1, 0));
  }

  @Test
  void whatCannotBeComparedIsNamed() {
    OutputDistance distance = new OutputDistance("y");
    assertThatThrownBy(() -> distance.add("a", floats(1, 2), floats(1, 2, 3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("output 'y' is f32[1,2] in the first model and f32[1,3]");
    assertThatThrownBy(() -> distance.add("a.png", floats(1), floats(Float.NaN)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sample 'a.png': 1.0 in the first model, NaN in the second");
  }

  private static Tensor tensor(ElementType type, ByteBuffer bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.capacity());
    direct.put(bytes.rewind()).flip();
    return Tensor.of(type, Shape.of(direct.capacity() * 8L / type.bits()), direct);
  }

  private static double[] read(Tensor tensor) {
    Elements elements = Elements.of("y", tensor);
    double[] values = new double[elements.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = elements.get(i);
    }
    return values;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void readsEveryKindOfNumber() {
    ByteBuffer halves = little(12);
    for (int bits : new int[] {0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x0400}) {
      halves.putShort((short) bits);
    }
    assertThat(read(tensor(ElementType.F16, halves)))
        .containsExactly(
            1, -2, Math.pow(2, -24), 65504, Double.POSITIVE_INFINITY, Math.pow(2, -14));
    ByteBuffer brain = little(4).putShort((short) 0x3f80).putShort((short) 0xc040);
    assertThat(read(tensor(ElementType.BF16, brain))).containsExactly(1, -3);
    assertThat(read(tensor(ElementType.F64, little(8).putDouble(0.1)))).containsExactly(0.1);
    assertThat(read(tensor(ElementType.U8, little(1).put((byte) 200)))).containsExactly(200);
    assertThat(read(tensor(ElementType.I8, little(1).put((byte) 200)))).containsExactly(-56);
    assertThat(read(tensor(ElementType.I64, little(8).putLong(-5)))).containsExactly(-5);
    assertThat(read(tensor(ElementType.U32, little(4).putInt(-1)))).containsExactly(4294967295.0);
  }
}
