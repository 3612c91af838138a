package org.octet.dataloaders.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.data.DataLoader;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DataLoaders;
import org.octet.dataloaders.files.Csv;
import org.octet.dataloaders.files.NumberArray;

/** Arrays hold what NumPy says they hold: see {@code src/test/fixtures}. */
class NumpyTest {
  static Stream<List<String>> expected() {
    return Csv.read(Arrays.fixture("expected.csv")).stream();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void everyTypeOrderAndVersion(List<String> row) throws Exception {
    Path file = Arrays.fixture(row.get(0));
    String name = row.get(1);
    Map<String, NumberArray> arrays =
        ArraySource.readFile(file, name.isEmpty() ? List.of() : List.of(name));
    try (Tensor tensor = arrays.get(name).tensor()) {
      check(tensor, row);
    }
  }

  @Test
  void rowsOfAFileAreItsParts() {
    for (String file : new String[] {"v1.npy", "v2.npy", "v3.npy"}) {
      List<String> row = expected().filter(r -> r.get(0).equals(file)).findFirst().orElseThrow();
      List<String> values = List.of(row.get(4).split(" "));
      try (DataLoader loader =
          DataLoaders.open(new TensorLoaderProvider(), Arrays.fixture(file), "keep-axis=false")) {
        int each = values.size() / loader.size();
        for (int i = 0; i < loader.size(); i++) {
          Tensor t = DataLoaders.tensor(loader, i);
          assertThat(texts(t))
              .isEqualTo(
                  values.subList(i * each, (i + 1) * each).stream()
                      .map(v -> plain(t.type(), v))
                      .toList());
        }
      }
    }
  }

  private static void check(Tensor tensor, List<String> row) {
    assertThat(tensor.type().irName()).isEqualTo(row.get(2));
    assertThat(
            LongStream.of(tensor.shape().toArray())
                .mapToObj(Long::toString)
                .collect(Collectors.joining("x")))
        .isEqualTo(row.get(3));
    assertThat(texts(tensor))
        .isEqualTo(Stream.of(row.get(4).split(" ")).map(v -> plain(tensor.type(), v)).toList());
  }

  private static String plain(ElementType type, String value) {
    return type.isReal() ? Double.toString(Double.parseDouble(value)) : value;
  }

  /** The elements of a tensor as texts, read without the code under test. */
  private static List<String> texts(Tensor t) {
    ByteBuffer b = t.bytes();
    Stream.Builder<String> texts = Stream.builder();
    while (b.hasRemaining()) {
      texts.add(
          switch (t.type()) {
            case BOOLEAN, I8 -> Byte.toString(b.get());
            case U8 -> Integer.toString(Byte.toUnsignedInt(b.get()));
            case I16 -> Short.toString(b.getShort());
            case U16 -> Integer.toString(Short.toUnsignedInt(b.getShort()));
            case I32 -> Integer.toString(b.getInt());
            case U32 -> Integer.toUnsignedString(b.getInt());
            case I64 -> Long.toString(b.getLong());
            case U64 -> Long.toUnsignedString(b.getLong());
            case F16 -> Double.toString(Floats.fromHalf(b.getShort()));
            case F32 -> Double.toString(b.getFloat());
            default -> Double.toString(b.getDouble());
          });
    }
    return texts.build().toList();
  }
}
