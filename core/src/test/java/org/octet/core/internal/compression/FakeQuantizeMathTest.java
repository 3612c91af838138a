package org.octet.core.internal.compression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class FakeQuantizeMathTest {
  @Test
  void roundsHalfToEvenAndClamps() {
    // bounds -127..127, 255 levels: one step is exactly 1
    assertThat(FakeQuantizeMath.code(0.5f, -127, 127, 255)).isEqualTo(128);
    assertThat(FakeQuantizeMath.code(1.5f, -127, 127, 255)).isEqualTo(128);
    assertThat(FakeQuantizeMath.code(2.5f, -127, 127, 255)).isEqualTo(130);
    assertThat(FakeQuantizeMath.code(-0.5f, -127, 127, 255)).isEqualTo(126);
    assertThat(FakeQuantizeMath.code(-500f, -127, 127, 255)).isZero();
    assertThat(FakeQuantizeMath.code(Float.POSITIVE_INFINITY, -127, 127, 255)).isEqualTo(254);
    assertThat(FakeQuantizeMath.code(0, 0, 0, 255)).isZero();
  }

  @Test
  void readsHalfAndBrainFloats() {
    Tensor half = Tensor.allocate(ElementType.F16, Shape.of(4));
    short[] bits = {0x3c00, (short) 0xc100, 0x0001, 0x7bff};
    for (int i = 0; i < 4; i++) {
      half.bytes().putShort(2 * i, bits[i]);
    }
    assertThat(FloatReader.read(half)).containsExactly(1f, -2.5f, 0x1p-24f, 65504f);
    Tensor brain = Tensor.allocate(ElementType.BF16, Shape.of(1));
    brain.bytes().putShort(0, (short) 0xbfc0);
    assertThat(FloatReader.read(brain)).containsExactly(-1.5f);
  }

  @Test
  void broadcastsLikeNumPy() {
    assertThat(new Broadcast(Shape.of(2, 3), Shape.of(2, 1)).indices())
        .containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(new Broadcast(Shape.of(2, 3), Shape.of(3)).indices())
        .containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(new Broadcast(Shape.of(2, 2), Shape.of()).indices()).containsExactly(0, 0, 0, 0);
    assertThat(Broadcast.fits(Shape.of(2, 3), Shape.of(2))).isFalse();
    assertThat(Broadcast.fits(Shape.of(3), Shape.of(1, 3))).isFalse();
  }
}
