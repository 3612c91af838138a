package org.octet.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class OutputErrorTest {
  private static Tensor tensor(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  @Test
  void isTheRatioInDecibels() {
    OutputError error = OutputError.of(tensor(3, 4), tensor(3, 4.5f));
    assertThat(error.signal()).isEqualTo(25);
    assertThat(error.noise()).isEqualTo(0.25);
    assertThat(error.sqnr()).isEqualTo(20);
    OutputError both = error.plus(OutputError.of(tensor(5, 0), tensor(5, 0.5f)));
    assertThat(both.sqnr()).isCloseTo(20, within(1e-12));
  }

  @Test
  void hasLimits() {
    assertThat(OutputError.of(tensor(1), tensor(1)).sqnr()).isInfinite().isPositive();
    assertThat(OutputError.of(tensor(0, 0), tensor(0, 0)).sqnr()).isInfinite().isPositive();
    assertThat(OutputError.of(tensor(0, 0), tensor(0, 1)).sqnr()).isInfinite().isNegative();
    assertThat(OutputError.of(tensor(1, 2), tensor(1, Float.NaN)).sqnr()).isNaN();
    assertThat(OutputError.of(tensor(1, 2), tensor(1, Float.POSITIVE_INFINITY)).sqnr()).isNaN();
    assertThat(OutputError.of(tensor(1, 2), tensor(1)).sqnr()).isNegative();
  }

  @Test
  void readsOtherFloatTypes() {
    Tensor half = Tensor.allocate(ElementType.F16, Shape.of(2));
    half.bytes().putShort(0, (short) 0x3c00).putShort(2, (short) 0xc100);
    Tensor wide = Tensor.allocate(ElementType.F64, Shape.of(2));
    wide.bytes().putDouble(0, 1).putDouble(8, -2.25);
    OutputError error = OutputError.of(half, wide);
    assertThat(error.signal()).isEqualTo(7.25);
    assertThat(error.noise()).isEqualTo(0.0625);
    assertThat(OutputError.compares(ElementType.I64)).isFalse();
  }
}
