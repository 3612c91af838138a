package org.octet.dataloaders.volume.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.files.Csv;

/** Voxels are those that nibabel reads: see {@code src/test/fixtures}. */
class NibabelTest {
  static Stream<List<String>> expected() {
    return Csv.read(Volumes.fixture("expected.csv")).stream();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void voxels(List<String> row) {
    Path file = Volumes.fixture(row.get(0));
    String[] parameters =
        Arrays.stream(row.get(1).split(" ")).filter(p -> p.contains("=")).toArray(String[]::new);
    long[] extents = Arrays.stream(row.get(2).split("x")).mapToLong(Long::parseLong).toArray();
    String[] values = row.get(3).split(" ");
    if (row.get(1).contains("nearest")) {
      String[] more = Arrays.copyOf(parameters, parameters.length + 1);
      more[parameters.length] = "masks=" + file;
      checkClasses(file, more, values);
      return;
    }
    try (DataLoader loader = Volumes.open(file, parameters);
        Sample sample = loader.get(0)) {
      Tensor tensor = sample.data().get(Sample.ONLY_INPUT);
      long[] all = {1, 1, 0, 0, 0};
      System.arraycopy(extents, 0, all, 5 - extents.length, extents.length);
      assertThat(tensor.shape()).isEqualTo(Shape.of(all));
      float[] actual = tensor.toFloats();
      for (int i = 0; i < values.length; i++) {
        float v = (float) Double.parseDouble(values[i]);
        assertThat(Math.abs(actual[i] - v)).as("voxel %d", i).isLessThanOrEqualTo(1e-5f);
      }
    }
  }

  private static void checkClasses(Path file, String[] parameters, String... values) {
    try (DataLoader loader = Volumes.open(file, parameters);
        Sample sample = loader.get(0)) {
      Mask mask = (Mask) sample.annotation().orElseThrow();
      for (int i = 0; i < values.length; i++) {
        assertThat(mask.classes().bytes().asIntBuffer().get(i))
            .as("voxel %d", i)
            .isEqualTo((int) Double.parseDouble(values[i]));
      }
    }
  }
}
