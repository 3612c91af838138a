package org.octet.api.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FloatsTest {
  @Test
  void everyHalfSurvives() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Floats.fromHalf((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Floats.toHalf(value)).isEqualTo((short) bits);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 15360", // 0x3C00
    "-2, -16384", // 0xC000
    "65504, 31743", // the largest finite
    "65519.996, 31743",
    "65520, 31744", // half way to the next: infinity
    "5.9604645e-8, 1", // the least subnormal
    "2.9802322e-8, 0", // half of it: to even
    "6.1035156e-5, 1024", // the least normal
    "1.00048828125, 15360", // half way, to even: down
    "1.00146484375, 15362" // half way, to even: up
  })
  void halfIsRoundedToEven(float value, short bits) {
    assertThat(Floats.toHalf(value)).isEqualTo(bits);
  }

  @Property(seed = "1")
  void halfIsTheNearest(@ForAll @FloatRange(min = -60000, max = 60000) float value) {
    short bits = Floats.toHalf(value);
    double error = Math.abs((double) Floats.fromHalf(bits) - value);
    for (int neighbour : new int[] {bits - 1, bits + 1}) {
      float other = Floats.fromHalf((short) neighbour);
      if (Float.isFinite(other)) {
        assertThat(error).isLessThanOrEqualTo(Math.abs((double) other - value));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F32", "F64"})
  void valuesOfFewBitsSurviveInEveryType(ElementType type) {
    float[] values = {0, 1, -1.5f, 0.09375f, 1024};
    assertThat(Floats.read(Floats.tensor(type, Shape.of(5), values))).containsExactly(values);
  }

  @Test
  void valuesBeyondTheTypeBecomeItsLargest() {
    assertThat(Floats.read(Floats.tensor(ElementType.F16, Shape.of(2), 1e6f, -1e6f)))
        .containsExactly(65504f, -65504f);
  }

  @Test
  void integersAreRefused() {
    Tensor tensor = Tensor.allocate(ElementType.I32, Shape.of(1));
    assertThatThrownBy(() -> Floats.read(tensor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("i32");
  }
}
