package org.octet.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class FiniteCheckTest {
  @Property(tries = 200, seed = "1")
  void findsTheFirst(
      @ForAll @IntRange(min = 1, max = 10000) int size, @ForAll @IntRange(max = 9999) int place) {
    float[] values = new float[size];
    Arrays.fill(values, Float.MAX_VALUE);
    Tensor tensor = Tensor.of(Shape.of(size), values);
    FiniteCheck check = new FiniteCheck();
    assertThat(check.firstNonFinite(tensor)).isEqualTo(-1);
    int at = place % size;
    tensor.floats().put(at, Float.NEGATIVE_INFINITY);
    tensor.floats().put(size - 1, size - 1 == at ? Float.NEGATIVE_INFINITY : Float.NaN);
    assertThat(check.firstNonFinite(tensor)).isEqualTo(at);
    assertThat(FiniteCheck.describe(tensor, at)).isEqualTo("-Infinity");
  }

  @Test
  void knowsTheOtherTypes() {
    Tensor half = Tensor.allocate(ElementType.F16, Shape.of(3));
    half.bytes().putShort(4, (short) 0x7e00);
    Tensor brain = Tensor.allocate(ElementType.BF16, Shape.of(3));
    brain.bytes().putShort(2, (short) 0xff80);
    Tensor wide = Tensor.allocate(ElementType.F64, Shape.of(2));
    wide.bytes().putDouble(8, Double.NaN);
    Tensor bytes = Tensor.allocate(ElementType.I8, Shape.of(2));
    FiniteCheck check = new FiniteCheck();
    assertThat(check.firstNonFinite(half)).isEqualTo(2);
    assertThat(FiniteCheck.describe(half, 2)).isEqualTo("NaN");
    assertThat(check.firstNonFinite(brain)).isEqualTo(1);
    assertThat(FiniteCheck.describe(brain, 1)).isEqualTo("-Infinity");
    assertThat(check.firstNonFinite(wide)).isEqualTo(1);
    assertThat(check.firstNonFinite(bytes)).isEqualTo(-1);
  }
}
