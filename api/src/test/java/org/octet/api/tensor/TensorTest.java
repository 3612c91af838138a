package org.octet.api.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void memoryIsLittleEndian() {
    Tensor tensor = Tensor.of(Shape.of(2), 1f, -2f);
    assertThat(tensor.bytes().get(3)).isEqualTo((byte) 0x3f);
    assertThat(tensor.toFloats()).containsExactly(1f, -2f);
  }

  @Test
  void theOwnerGetsItsMemoryBackOnce() {
    AtomicInteger released = new AtomicInteger();
    Tensor tensor =
        Tensor.of(
            ElementType.U8, Shape.of(3), ByteBuffer.allocateDirect(3), released::incrementAndGet);
    tensor.close();
    tensor.close();
    assertThat(released).hasValue(1);
  }

  @Test
  void aPoolHandsOutTheSameMemoryAgain() {
    TensorPool pool = new TensorPool(1);
    Tensor first = pool.take(ElementType.F32, Shape.of(4));
    first.floats().put(0, 42f);
    first.close();
    assertThat(pool.take(ElementType.F32, Shape.of(2, 2)).floats().get(0)).isEqualTo(42f);
  }

  @Test
  void sizeAndKindOfMemoryAreChecked() {
    assertThatThrownBy(() -> Tensor.of(ElementType.F32, Shape.of(2), ByteBuffer.allocateDirect(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("f32[2] needs 8");
    assertThatThrownBy(() -> Tensor.of(ElementType.U8, Shape.of(2), ByteBuffer.allocate(2)))
        .hasMessageContaining("direct");
    assertThatThrownBy(() -> Tensor.allocate(ElementType.F32, Shape.of(1L << 30)))
        .hasMessageContaining("2 GiB");
    assertThatThrownBy(() -> Tensor.of(Shape.of(1), 1f).copy().bytes().asFloatBuffer().put(1, 0f))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void subByteTypesArePacked() {
    assertThat(ElementType.I4.byteSize(3)).isEqualTo(2);
    assertThat(ElementType.U1.byteSize(9)).isEqualTo(2);
    assertThat(ElementType.F32.byteSize(3)).isEqualTo(12);
  }

  @Test
  void spellingsOfElementTypesAreRead() {
    for (ElementType type : ElementType.values()) {
      assertThat(ElementType.ofIrName(type.irName())).isEqualTo(type);
      assertThat(ElementType.ofPrecision(type.precision())).isEqualTo(type);
    }
  }
}
