package org.octet.dataloaders.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DataLoaders;

/** Which array becomes which tensor, and what is known of it. */
class TensorLoaderTest {
  @TempDir Path folder;

  private DataLoader open(Path path, String... parameters) {
    return DataLoaders.open(new TensorLoaderProvider(), path, parameters);
  }

  private Tensor first(Path path, String... parameters) {
    try (DataLoader loader = open(path, parameters)) {
      return DataLoaders.tensor(loader, 0);
    }
  }

  private Path file(String name, String shape, int count) {
    return Arrays.write(folder, name, Arrays.bytes(shape, count));
  }

  private Path text(String name, String text) {
    return Arrays.write(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void rowsKeepTheirAxisOrNot() {
    Path file = file("x.npy", "2, 3", 6);
    try (DataLoader loader = open(file)) {
      assertThat(DataLoaders.ids(loader)).containsExactly("x.npy#0", "x.npy#1");
      assertThat(DataLoaders.tensor(loader, 1).shape()).isEqualTo(Shape.of(1, 3));
      assertThat(DataLoaders.tensor(loader, 1).bytes().get(2)).isEqualTo((byte) 5);
    }
    assertThat(first(file, "keep-axis=false").shape()).isEqualTo(Shape.of(3));
  }

  @Test
  void filesOfAFolderAreWholeSamplesInByteOrder() {
    file("b.npy", "2, 3", 6);
    file("a/c.npy", "2, 3", 6);
    file("Z.npy", "4", 4);
    text("notes.txt", "no array");
    try (DataLoader loader = open(folder)) {
      assertThat(DataLoaders.ids(loader)).containsExactly("Z.npy", "a/c.npy", "b.npy");
      assertThat(DataLoaders.tensor(loader, 1).shape()).isEqualTo(Shape.of(2, 3));
    }
  }

  @Test
  void shapeTakesThePlaceOfTheArrays() {
    Path file = file("x.npy", "2, 6", 12);
    assertThat(first(file, "shape=1,2,-1,1").shape()).isEqualTo(Shape.of(1, 2, 3, 1));
    assertThat(first(file, "samples=whole", "shape=1,1,2,6").shape())
        .isEqualTo(Shape.of(1, 1, 2, 6));
    assertThatThrownBy(() -> first(file, "shape=5,-1"))
        .isInstanceOf(UnreadableSampleException.class)
        .hasMessageContaining("[6] does not fit shape=[5, -1]");
    assertThatThrownBy(() -> open(file, "shape=0,2"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("whole numbers from 1");
  }

  @Test
  void meanAndScaleMakeFloats() {
    Path file = file("x.npy", "1, 2, 2", 4);
    Tensor all = first(file, "scale=255");
    assertThat(all.type()).isEqualTo(ElementType.F32);
    assertThat(all.toFloats()).containsExactly(0, 1 / 255f, 2 / 255f, 3 / 255f);
    assertThat(first(file, "mean=1,2", "scale=2,4").toFloats())
        .containsExactly(-0.5f, 0f, 0f, 0.25f);
    assertThat(first(file, "mean=1,2", "channel-axis=2").toFloats()).containsExactly(-1, -1, 1, 1);
    assertThat(first(file, "type=f16", "mean=1").type()).isEqualTo(ElementType.F16);
    assertThatThrownBy(() -> first(file, "mean=1,2,3"))
        .hasMessageContaining("3 values of mean")
        .hasMessageContaining("axis 1 of a tensor [1,2,2]");
    assertThatThrownBy(() -> open(file, "scale=0")).hasMessageContaining("scale=0");
  }

  @Test
  void wholeNumbersStayExact() {
    Path file = file("x.npy", "1, 3", 3);
    Tensor t = first(file, "type=i64");
    assertThat(t.bytes().asLongBuffer().get(2)).isEqualTo(2);
    Path half =
        Arrays.write(
            folder,
            "h.npy",
            Arrays.npy(Arrays.header("<f4", "1, 1"), (byte) 0, (byte) 0, (byte) 0, (byte) 0x3F));
    assertThatThrownBy(() -> first(half, "type=i32"))
        .hasMessageContaining("element 0 is 0.5, no whole number");
    Path negative =
        Arrays.write(folder, "n.npy", Arrays.npy(Arrays.header("|i1", "1, 1"), (byte) -1));
    assertThatThrownBy(() -> first(negative, "type=u8")).hasMessageContaining("is -1");
  }

  @Test
  void entriesAreNamedAsTheInputsOrMapped() {
    Path file =
        Arrays.write(
            folder,
            "x.npz",
            Arrays.npz(Map.of("a", Arrays.bytes("2, 1", 2), "b", Arrays.bytes("2, 2", 4))));
    try (DataLoader loader = open(file);
        Sample s = loader.get(1)) {
      assertThat(s.data()).containsOnlyKeys("a", "b");
    }
    try (DataLoader loader = open(file, "inputs=b=ids");
        Sample s = loader.get(1)) {
      assertThat(s.data()).containsOnlyKeys("ids");
      assertThat(s.data().get("ids").shape()).isEqualTo(Shape.of(1, 2));
    }
    assertThatThrownBy(() -> open(file, "inputs=c=ids"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no array 'c'")
        .hasMessageContaining("x.npz");
    try (DataLoader loader = open(file("y.npy", "2, 2", 4), "inputs=state");
        Sample s = loader.get(0)) {
      assertThat(s.data()).containsOnlyKeys("state");
    }
  }

  @Test
  void arraysOfDifferentLengthsAreNoSamples() {
    Path file =
        Arrays.write(
            folder,
            "x.npz",
            Arrays.npz(Map.of("a", Arrays.bytes("2, 1", 2), "b", Arrays.bytes("3, 1", 3))));
    assertThatThrownBy(() -> open(file)).hasMessageContaining("different numbers of samples");
  }

  @Test
  void labelsRowByRow() {
    Path file = file("x.npy", "3, 2", 6);
    text("l.csv", "row,label_index,name\n0,4,a\n1,0,b\n2,7,c\n");
    file("l.npy", "3,", 3);
    Arrays.write(folder, "l.npz", Arrays.npz(Map.of("y", Arrays.bytes("3,", 3))));
    assertLabels(open(file, "labels=l.csv:label_index"), 4, 0, 7);
    assertLabels(open(file, "labels=l.npy"), 0, 1, 2);
    assertLabels(open(file, "labels=l.npz:y"), 0, 1, 2);
    assertThatThrownBy(() -> open(file("two.npy", "2, 2", 4), "labels=l.npy"))
        .hasMessageContaining("3 labels for 2 samples");
    assertThatThrownBy(() -> open(file, "labels=l.csv:name"))
        .hasMessageContaining("'a' is no class index");
    assertThatThrownBy(() -> open(file, "labels=l.csv:nothing"))
        .hasMessageContaining("no column 'nothing'; it has row, label_index, name");
    assertThatThrownBy(() -> open(file, "labels=gone.npy")).hasMessageContaining("no such file");
  }

  @Test
  void labelsByFile() {
    file("d/x.npy", "2", 2);
    file("d/y.npy", "2", 2);
    text("l.csv", "file,label\nd/y.npy,1\nd/x.npy,3\n");
    assertLabels(open(folder.resolve("d"), "labels=" + folder.resolve("l.csv")), 3, 1);
  }

  private static void assertLabels(DataLoader loader, int... labels) {
    try (loader) {
      assertThat(loader.size()).isEqualTo(labels.length);
      for (int i = 0; i < labels.length; i++) {
        try (Sample s = loader.get(i)) {
          assertThat(s.annotation()).contains(new ClassLabel(labels[i]));
        }
      }
    }
  }

  @Test
  void targetsAreRowsOrFiles() {
    Path file = file("x.npy", "2, 2", 4);
    file("t.npy", "2, 3", 6);
    try (DataLoader loader = open(file, "targets=t.npy");
        Sample s = loader.get(1)) {
      Tensor target = ((Target) s.annotation().orElseThrow()).tensor();
      assertThat(target.shape()).isEqualTo(Shape.of(3));
      assertThat(target.bytes().get(0)).isEqualTo((byte) 3);
    }
    file("in/p.npy", "2", 2);
    file("out/p.npy", "4", 4);
    try (DataLoader loader = open(folder.resolve("in"), "targets=" + folder.resolve("out"));
        Sample s = loader.get(0)) {
      assertThat(((Target) s.annotation().orElseThrow()).tensor().shape()).isEqualTo(Shape.of(4));
    }
    assertThatThrownBy(() -> open(file, "targets=t.npy", "labels=t.npy"))
        .hasMessageContaining("labels and targets");
  }

  @Test
  void theBorderOfAMaskDoesNotCount() {
    Path file = file("x.npy", "1, 4, 5", 20);
    file("m.npy", "1, 4, 5", 20);
    try (DataLoader loader = open(file, "masks=m.npy", "mask-border=1", "ignore-index=99");
        Sample s = loader.get(0)) {
      Mask mask = (Mask) s.annotation().orElseThrow();
      assertThat(mask.ignoreIndex()).isEqualTo(99);
      assertThat(mask.classes().shape()).isEqualTo(Shape.of(4, 5));
      byte[] classes = new byte[20];
      mask.classes().bytes().get(classes);
      for (int i = 0; i < 20; i++) {
        boolean inside = i / 5 > 0 && i / 5 < 3 && i % 5 > 0 && i % 5 < 4;
        assertThat(classes[i]).as("element %d", i).isEqualTo((byte) (inside ? i : 99));
      }
    }
    try (DataLoader loader = open(file, "masks=m.npy", "ignore-index=300");
        Sample s = loader.get(0)) {
      assertThat(((Mask) s.annotation().orElseThrow()).classes().type()).isEqualTo(ElementType.I32);
    }
    try (DataLoader loader = open(file, "masks=m.npy", "mask-border=2")) {
      assertThatThrownBy(() -> loader.get(0)).hasMessageContaining("nothing inside a border of 2");
    }
  }

  @Test
  void fingerprintsFollowTheContent() throws Exception {
    Path file = file("x.npy", "2, 3", 6);
    try (DataLoader loader = open(file)) {
      String before = loader.fingerprint(0).orElseThrow();
      String other = loader.fingerprint(1).orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
      assertThat(loader.fingerprint(0)).contains(before);
      assertThat(loader.fingerprint(1).orElseThrow()).isNotEqualTo(other);
      Files.delete(file);
      assertThat(loader.fingerprint(0)).isEmpty();
    }
  }

  /** The features of the keyword model, and the labels beside them. */
  @Test
  void keywordFeatures() throws Exception {
    Path file = Arrays.data("audio/kws/calib_features.npy");
    try (DataLoader loader = open(file, "labels=calib_labels.csv:label_index");
        Sample s = loader.get(119)) {
      assertThat(loader.size()).isEqualTo(120);
      Tensor t = s.data().get(Sample.ONLY_INPUT);
      assertThat(t.shape()).isEqualTo(Shape.of(1, 1, 49, 10));
      byte[] all = Files.readAllBytes(file);
      byte[] mine = new byte[490 * 4];
      t.bytes().get(mine);
      assertThat(mine)
          .isEqualTo(java.util.Arrays.copyOfRange(all, all.length - mine.length, all.length));
      assertThat(s.annotation()).contains(new ClassLabel(11));
    }
  }

  /** A volume as one sample, and the labels of its voxels. */
  @Test
  void aWholeVolume() throws Exception {
    Path file = Arrays.data("volume3d/t1_128_u8.npy");
    try (DataLoader loader =
            open(
                file,
                "samples=whole",
                "shape=1,1,128,128,128",
                "scale=255",
                "masks=t1_128_labels.npy",
                "mask-border=24");
        Sample s = loader.get(0)) {
      assertThat(loader.size()).isEqualTo(1);
      Tensor t = s.data().get(Sample.ONLY_INPUT);
      assertThat(t.shape()).isEqualTo(Shape.of(1, 1, 128, 128, 128));
      byte[] all = Files.readAllBytes(file);
      int voxel = (64 * 128 + 65) * 128 + 66;
      assertThat(t.floats().get(voxel)).isEqualTo((all[128 + voxel] & 0xFF) / 255f);
      Mask mask = (Mask) s.annotation().orElseThrow();
      int counting = 0;
      for (int i = 0; i < 128 * 128 * 128; i++) {
        counting += mask.classes().bytes().get(i) == (byte) 255 ? 0 : 1;
      }
      assertThat(counting).isEqualTo(80 * 80 * 80);
    }
  }
}
