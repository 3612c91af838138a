package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Token ids in files. */
class TokensTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"<i8", ">i8", "<u8", "<i4", ">u4", "<i2", ">u2", "|i1", "|u1", "=i4"})
  void arraysOfAnyIntegers(String type) {
    int width = type.charAt(2) - '0';
    ByteBuffer data =
        ByteBuffer.allocate(6 * width)
            .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      switch (width) {
        case 1 -> data.put((byte) (20 * i));
        case 2 -> data.putShort((short) (20 * i));
        case 4 -> data.putInt(20 * i);
        default -> data.putLong(20 * i);
      }
    }
    Path file = Fixtures.write(folder, "a.npy", Fixtures.npy(type, "(2, 3)", data.array()));
    try (DataLoader loader = Fixtures.open(file);
        Sample s = loader.get(1)) {
      assertThat(loader.size()).isEqualTo(2);
      assertThat(s.id()).isEqualTo("a.npy#1");
      Tensor ids = s.data().get(Sample.ONLY_INPUT);
      assertThat(ids.shape()).isEqualTo(Shape.of(1, 3));
      assertThat(Fixtures.longs(ids)).containsExactly(60, 80, 100);
      Tensor target = ((Target) s.annotation().orElseThrow()).tensor();
      assertThat(target.type()).isEqualTo(ElementType.I64);
      assertThat(target.shape()).isEqualTo(Shape.of(1, 3));
      assertThat(Fixtures.longs(target)).containsExactly(60, 80, 100);
    }
  }

  @Test
  void unsignedNumbersStayPositive() {
    byte[] ones = {-1, -1, -1, -1};
    for (String type : new String[] {"|u1", "<u2", "<u4"}) {
      int columns = 4 / (type.charAt(2) - '0');
      Path file = Fixtures.write(folder, "a.npy", Fixtures.npy(type, "(1, " + columns + ")", ones));
      try (DataLoader loader = Fixtures.open(file)) {
        assertThat(Fixtures.longs(loader, 0, Sample.ONLY_INPUT))
            .containsOnly((1L << 32 / columns) - 1);
      }
    }
  }

  @Test
  void linesOfIdsAndAllInputs() {
    Path file = Fixtures.write(folder, "a.ids", "1 2\t3,4\n\n5, 6\n");
    try (DataLoader loader =
        Fixtures.open(
            file,
            "format=tokens",
            "maxLength=3",
            "type=i32",
            "inputs=input_ids,attention_mask,position_ids")) {
      assertThat(loader.size()).isEqualTo(2);
      assertThat(Fixtures.longs(loader, 0, "input_ids")).containsExactly(1, 2, 3);
      assertThat(Fixtures.longs(loader, 0, "attention_mask")).containsExactly(1, 1, 1);
      assertThat(Fixtures.longs(loader, 1, "position_ids")).containsExactly(0, 1);
      try (Sample s = loader.get(1)) {
        assertThat(s.id()).isEqualTo("a.ids:3");
        assertThat(s.data().get("input_ids").type()).isEqualTo(ElementType.I32);
      }
    }
  }

  @Test
  void idsThatDoNotFitTheTypeAreNamed() {
    Path file = Fixtures.write(folder, "a.ids", "1 3000000000\n");
    try (DataLoader loader = Fixtures.open(file, "format=tokens", "type=i32")) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("3000000000")
          .hasMessageContaining("i64");
    }
  }

  private void refused(byte[] content, String... parts) {
    Path file = Fixtures.write(folder, "bad.npy", content);
    var error = assertThatThrownBy(() -> Fixtures.open(file)).isInstanceOf(InputException.class);
    error.hasMessageContaining("bad.npy");
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }

  @Test
  void textsThatAreNoIds() {
    refused("1 2\n3 x\n".getBytes(StandardCharsets.UTF_8), "line 2", "'x'");
    refused("1 -2\n".getBytes(StandardCharsets.UTF_8), "line 1", "-2 is negative");
    refused(" , \n".getBytes(StandardCharsets.UTF_8), "line 1 has no token ids");
    refused("99999999999999999999\n".getBytes(StandardCharsets.UTF_8), "99999999999999999999");
    refused(new byte[0], "empty");
  }

  @Test
  void arraysThatAreDamaged() {
    byte[] data = new byte[48];
    byte[] good = Fixtures.npy("<i8", "(2, 3)", data);
    refused(Arrays.copyOf(good, good.length - 1), "47 bytes", "[2, 3]");
    refused(Arrays.copyOf(good, good.length + 8), "56 bytes");
    refused(Arrays.copyOf(good, 30), "header");
    refused(Arrays.copyOf(good, 8), "cut off");
    refused(Fixtures.npy("<f4", "(2, 6)", data), "i1, i2, i4, i8");
    refused(Fixtures.npy("<i8", "(6,)", data), "[sequences, tokens]");
    refused(Fixtures.npy("<i8", "(1, 2, 3)", data), "[sequences, tokens]");
    refused(Fixtures.npy("<i8", "(0, 6)", new byte[0]), "[sequences, tokens]");
    refused(Fixtures.npy("<i8", "(2147483647, 2147483647)", data), "48 bytes");
    refused(Fixtures.npy("<i8", "(99999999999999, 1)", data), "too large");
    refused(Fixtures.npy("<i8", "(2, 3, 4 5)", data), "damaged");
    refused(
        Fixtures.npy("{'descr': '<i8', 'fortran_order': True, 'shape': (2, 3), }", data),
        "Fortran");
    refused(Fixtures.npy("nothing", data), "nothing");
    byte[] version = good.clone();
    version[6] = 9;
    refused(version, "version is 9");
    version[6] = 2;
    refused(version, "header");
    byte[] negative = good.clone();
    negative[good.length - 1] = -1;
    refused(negative, "sequence 1", "negative");
  }
}
