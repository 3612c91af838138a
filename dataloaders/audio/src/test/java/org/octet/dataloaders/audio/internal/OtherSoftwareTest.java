package org.octet.dataloaders.audio.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.data.DataLoader;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DataLoaders;
import org.octet.dataloaders.files.Csv;

/** Values are those of soundfile, scipy, librosa and kaldiio: see {@code src/test/fixtures}. */
class OtherSoftwareTest {
  static Stream<List<String>> expected() {
    return Csv.read(Sounds.fixture("expected.csv")).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expected")
  void values(List<String> row) {
    String[] parameters =
        Arrays.stream(row.get(2).split(" ")).filter(p -> !p.isEmpty()).toArray(String[]::new);
    boolean librosa = row.get(1).matches("librosa.*|tf.*");
    try (DataLoader loader = Sounds.open(Sounds.fixture(row.get(0)), parameters)) {
      Tensor tensor = DataLoaders.tensor(loader, index(loader, row.get(3)));
      assertThat(tensor.shape())
          .isEqualTo(
              Shape.of(Arrays.stream(row.get(4).split("x")).mapToLong(Long::parseLong).toArray()));
      float[] actual = tensor.toFloats();
      String[] values = row.get(5).split(" ");
      // of floats computed in another order: by the largest number of the sample
      double largest =
          Arrays.stream(values).mapToDouble(v -> Math.abs(Double.parseDouble(v))).max().orElse(0);
      for (int i = 0; i < values.length; i++) {
        double v = Double.parseDouble(values[i]);
        assertThat(Math.abs(actual[i] - v))
            .as("value %d, %s", i, v)
            .isLessThanOrEqualTo(librosa ? 1e-4 : 5e-7 * Math.max(1, largest));
      }
    }
  }

  private static int index(DataLoader loader, String sample) {
    return sample.matches("\\d+") ? 0 : DataLoaders.ids(loader).indexOf(sample);
  }
}
