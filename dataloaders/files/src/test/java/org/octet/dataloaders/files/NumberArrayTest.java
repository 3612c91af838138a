package org.octet.dataloaders.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;

/** Numbers of files. */
class NumberArrayTest {
  private static NumberArray longs(NumberType type, long... values) {
    ByteBuffer b = ByteBuffer.allocate(values.length * 8);
    b.asLongBuffer().put(values);
    return new NumberArray(type, Shape.of(values.length), b);
  }

  @Test
  void unsignedNumbersOf64BitsAreRoundedToTheNearest() {
    long[] bits = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1, Long.MIN_VALUE + 1025, -1025};
    NumberArray array = longs(NumberType.U64, bits);
    for (int i = 0; i < bits.length; i++) {
      double exact = new BigInteger(Long.toUnsignedString(bits[i])).doubleValue();
      assertThat(array.real(i)).isEqualTo(exact);
    }
  }

  @Test
  void wholeNumbersThatDoNotFitAreNamed() throws IOException {
    assertThatThrownBy(() -> longs(NumberType.U64, 1, -1).wholeTensor(ElementType.I64))
        .hasMessageContaining("element 1 is");
    assertThatThrownBy(() -> longs(NumberType.I64, 1L << 31).wholeTensor(ElementType.I32))
        .hasMessageContaining("element 0 is 2147483648, which is no i32");
    assertThatThrownBy(() -> longs(NumberType.I64, -1).wholeTensor(ElementType.U8))
        .hasMessageContaining("no u8");
    NumberArray large = longs(NumberType.I64, (1L << 53) + 1);
    assertThat(large.wholeTensor(ElementType.I64).bytes().getLong()).isEqualTo((1L << 53) + 1);
    ByteBuffer nan = ByteBuffer.allocate(4).putFloat(0, Float.NaN);
    assertThatThrownBy(() -> new NumberArray(NumberType.F32, Shape.of(1), nan).wholeAt(0))
        .hasMessageContaining("element 0 is NaN, no whole number");
  }

  @Test
  void tensorsAboveTwoGibibytesAreRefused() {
    assertThatThrownBy(() -> NumberArray.allocate(ElementType.F32, Shape.of(1 << 20, 1 << 10)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than 2 GiB");
  }

  @Test
  void aMaskIsAsSmallAsItsClassesAllow() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 1, (byte) 255});
    NumberArray array = new NumberArray(NumberType.U8, Shape.of(1, 3), bytes);
    Mask small = new Masks(0, 255).mask(array);
    assertThat(small.classes().type()).isEqualTo(ElementType.U8);
    Mask wide = new Masks(1, 1000).mask(array);
    assertThat(wide.classes().type()).isEqualTo(ElementType.I32);
    // the axis of extent 1 has no border
    assertThat(wide.classes().bytes().asIntBuffer().get(0)).isEqualTo(1000);
    assertThat(wide.classes().bytes().asIntBuffer().get(1)).isEqualTo(1);
    assertThatThrownBy(() -> new Masks(0, 255).mask(longs(NumberType.I64, -3)))
        .hasMessageContaining("negative");
  }
}
