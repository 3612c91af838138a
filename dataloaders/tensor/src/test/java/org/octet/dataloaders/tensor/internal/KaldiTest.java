package org.octet.dataloaders.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.Shape;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.DataLoaders;
import org.octet.api.testing.FuzzCampaign;
import org.octet.api.testing.PluginContract;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.NumberArray;

/** The data loader {@code kaldi}. */
class KaldiTest {
  private static final List<String> WORDS =
      List.of("a \\x00BFM ", "\\x00BDM ", "\\x00BCM ", "\\x00BCM2 ", "\\x00BCM3 ", " [", " ]");

  @TempDir Path folder;

  private Path write(String name, byte[]... records) {
    return org.octet.dataloaders.tensor.internal.Arrays.write(folder, name, Arks.join(records));
  }

  private static DataLoader open(Path path, String... options) {
    return DataLoaders.open(new KaldiLoaderProvider(), path, options);
  }

  private static float[] floats(Sample sample) {
    return sample.data().values().iterator().next().toFloats();
  }

  private static float[] numbers(NumberArray array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.real(i);
    }
    return values;
  }

  @Test
  void everyFrameIsASample() {
    Path file =
        write("x.ark", Arks.binary("a", 2, 3, 1, 2, 3, 4, 5, 6), Arks.text("b", 1, 3, 7, 8, 9));
    try (DataLoader loader = open(file)) {
      assertThat(loader.size()).isEqualTo(3);
      assertThat(loader.get(1).id()).isEqualTo("a#1");
      assertThat(loader.get(2).id()).isEqualTo("b#0");
      assertThat(floats(loader.get(1))).containsExactly(4, 5, 6);
      assertThat(floats(loader.get(2))).containsExactly(7, 8, 9);
      assertThat(loader.get(0).data().get(Sample.ONLY_INPUT).shape()).isEqualTo(Shape.of(1, 3));
      assertThat(loader.fingerprint(0)).isNotEqualTo(loader.fingerprint(1)).isPresent();
    }
  }

  @Test
  void utterancesAreSamples() {
    Path file = write("x.ark", Arks.wide("a", 2, 2, 1, 2, 3, 4), Arks.binary("b", 1, 2, 5, 6));
    try (DataLoader loader = open(file, "samples=utterances", "type=f32")) {
      assertThat(loader.size()).isEqualTo(2);
      assertThat(loader.get(0).id()).isEqualTo("a");
      assertThat(loader.get(0).data().get(Sample.ONLY_INPUT).shape()).isEqualTo(Shape.of(1, 2, 2));
      assertThat(floats(loader.get(0))).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void archivesOfAFolderFollowEachOther() {
    write("d/2.ark", Arks.binary("c", 1, 1, 3));
    write("d/1.ark", Arks.binary("a", 1, 1, 1), Arks.binary("b", 1, 1, 2));
    try (DataLoader loader = open(folder.resolve("d"))) {
      assertThat(loader.size()).isEqualTo(3);
      assertThat(floats(loader.get(2))).containsExactly(3);
    }
    write("d/3.ark", Arks.binary("a", 1, 1, 1));
    assertThatThrownBy(() -> open(folder.resolve("d")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3.ark: 'a' is there twice");
  }

  @Test
  void severalInputsReadTheirOwnArchives() {
    write("d/x.ark", Arks.binary("a", 2, 1, 1, 2), Arks.binary("b", 1, 1, 3));
    write("d/y.ark", Arks.binary("b", 1, 2, 5, 6), Arks.binary("a", 2, 2, 1, 2, 3, 4));
    try (DataLoader loader = open(folder.resolve("d"), "inputs=x=left,y=right")) {
      Sample sample = loader.get(1);
      assertThat(sample.data().get("left").toFloats()).containsExactly(2);
      assertThat(sample.data().get("right").toFloats()).containsExactly(3, 4);
    }
    write("d/y.ark", Arks.binary("a", 1, 2, 1, 2));
    assertThatThrownBy(() -> open(folder.resolve("d"), "inputs=x=left,y=right"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'a' is not in all archives with as many frames: [x [2,1], y [1,2]]");
    assertThatThrownBy(() -> open(folder.resolve("d"), "inputs=z=left,y=right"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no archive 'z.ark'; there are x.ark, y.ark");
  }

  @Test
  void codesOfEightBitsLieInTheRangeOfTheMatrix() throws IOException {
    byte[] codes = {0, (byte) 255, 51};
    Ark.Matrix matrix = Ark.read(Arks.compressed("a", -1, 2, 1, 3, codes)).get(0);
    assertThat(numbers(matrix.rows())).containsExactly(new float[] {-1, 1, -0.6f}, within(1e-6f));
  }

  @Test
  void whatIsDamagedIsRefusedByKey() {
    refused(
        "at 'a': truncated: 2 rows of 3 columns of 4 bytes, 4 bytes are left",
        Arks.binary("a", 2, 3, 1));
    refused("at 'a': -1 rows", Arks.binary("a", -1, 3));
    refused("at 'a': truncated", "a \0BFM \4".getBytes(StandardCharsets.ISO_8859_1));
    refused("at 'a': 'XM' is none of", "a \0BXM ".getBytes(StandardCharsets.ISO_8859_1));
    refused("at 'a': row 1 has 1 numbers, the first one 2", "a [\n1 2\n3 ]".getBytes());
    refused("at 'a': '1,5' is no number", "a [ 1,5 ]".getBytes());
    refused("at 'a': truncated: the bracket", "a [ 1 2".getBytes());
    refused("at 'a': 0 rows", "a [ ]".getBytes());
    refused("at 'a': neither a binary matrix nor one as text", "a 1 2 3".getBytes());
    refused("a key is missing at byte 0", new byte[] {1, 2, 3});
    refused("it is empty", new byte[0]);
    refused(
        "2000000000 rows of 2000000000 columns", Arks.binary("a", 2_000_000_000, 2_000_000_000));
    refused(
        "more than 1073741824 bytes",
        Arks.compressed("a", 0, 1, 2_000_000_000, 2_000_000_000, (byte) 0));
  }

  private void refused(String reason, byte[] bytes) {
    Path file = write("x.ark", bytes);
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.ark")
        .hasMessageContaining(reason);
  }

  @Property(tries = 100, seed = "1")
  void anyMatrixIsReadInAllForms(
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 9) int columns,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
      wide[i] = values[i];
    }
    byte[] all =
        Arks.join(
            Arks.text("t", rows, columns, values),
            Arks.binary("f", rows, columns, values),
            Arks.wide("d", rows, columns, wide));
    for (Ark.Matrix matrix : Ark.read(all)) {
      assertThat(matrix.rows().shape()).isEqualTo(Shape.of(rows, columns));
      assertThat(numbers(matrix.rows())).as(matrix.key()).containsExactly(values);
    }
  }

  @Test
  void realArchivesHoldTheSameInAllForms() throws IOException {
    List<Ark.Matrix> binary = real("feats.ark");
    List<Ark.Matrix> text = real("feats_ascii.ark");
    List<Ark.Matrix> compressed = real("feats_compressed.ark");
    assertThat(binary).hasSizeGreaterThan(1);
    for (int i = 0; i < binary.size(); i++) {
      NumberArray exact = binary.get(i).rows();
      assertThat(compressed.get(i).key()).isEqualTo(binary.get(i).key());
      assertThat(compressed.get(i).rows().shape()).isEqualTo(exact.shape());
      float[] values = numbers(exact);
      float[] codes = numbers(compressed.get(i).rows());
      double noise = 0;
      double signal = 0;
      for (int v = 0; v < values.length; v++) {
        noise += Math.pow(values[v] - codes[v], 2);
        signal += Math.pow(values[v], 2);
      }
      // codes of 8 bits between quantiles of a column
      assertThat(noise / signal).isLessThan(1e-3);
    }
    for (Ark.Matrix matrix : text) {
      Ark.Matrix same =
          binary.stream().filter(b -> b.key().equals(matrix.key())).findFirst().orElseThrow();
      float[] values = numbers(same.rows());
      float[] printed = numbers(matrix.rows());
      assertThat(printed).hasSameSizeAs(values);
      for (int i = 0; i < values.length; i++) {
        assertThat(printed[i])
            .isCloseTo(values[i], within(1e-5f * Math.max(1, Math.abs(values[i]))));
      }
    }
    Path alignments = org.octet.dataloaders.tensor.internal.Arrays.data("audio/kaldi/ali.ark");
    assertThatThrownBy(() -> open(alignments))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("alignments, are no features");
  }

  private static List<Ark.Matrix> real(String name) throws IOException {
    return Ark.read(
        Content.read(org.octet.dataloaders.tensor.internal.Arrays.data("audio/kaldi/" + name)));
  }

  @Test
  void anyArkIsReadOrRefused() throws Exception {
    clean(10_000);
  }

  @Tag("full")
  @Test
  void aMillionArksAreReadOrRefused() throws Exception {
    clean(1_000_000);
  }

  private void clean(int runs) throws Exception {
    Map<String, byte[]> seeds =
        Map.of(
            "binary", Arks.binary("a", 2, 2, 1, 2, 3, 4),
            "codes", Arks.compressed("a", 0, 1, 2, 2, new byte[4]),
            "text", Arks.text("a", 2, 2, 1, 2, 3, 4));
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, ArkFuzzTarget.class, runs, WORDS).run(seeds, Map.of());
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }

  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return KaldiLoaderProvider.class;
    }
  }

  @Nested
  class Frames extends DataLoaderContract {
    @TempDir Path own;

    @Override
    protected DataLoader open() {
      float[] values = new float[15];
      Arrays.fill(values, 2);
      byte[] record = Arks.binary("a", 5, 3, values);
      return DataLoaders.open(
          new KaldiLoaderProvider(),
          org.octet.dataloaders.tensor.internal.Arrays.write(own, "x.ark", record));
    }
  }
}
