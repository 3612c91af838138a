package org.octet.dataloaders.volume.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DataLoaders;

/** Which voxels become which element. */
class VolumeLoaderTest {
  @TempDir Path folder;

  @Test
  void axesAreAChoice() {
    Path file = Volumes.write(folder, "v.nii", 2, 3, 4);
    try (DataLoader xyz = Volumes.open(file);
        DataLoader zyx = Volumes.open(file, "axes=zyx")) {
      assertThat(DataLoaders.tensor(xyz, 0).shape()).isEqualTo(Shape.of(1, 1, 2, 3, 4));
      assertThat(DataLoaders.tensor(zyx, 0).shape()).isEqualTo(Shape.of(1, 1, 4, 3, 2));
      float[] a = Volumes.values(xyz, 0);
      float[] b = Volumes.values(zyx, 0);
      for (int i = 0; i < 24; i++) {
        // the file holds 0, 1, 2, …, x fastest
        assertThat(b[i]).isEqualTo(i);
        assertThat(a[(i % 2 * 3 + i / 2 % 3) * 4 + i / 6]).isEqualTo(i);
      }
    }
  }

  @Test
  void modalitiesAreChannels() {
    Volumes.write(folder, "s1/t1.nii", 2, 2, 2);
    Volumes.write(folder, "s1/t2.nii.gz", Volumes.gzip(Volumes.nifti(2, 2, 2).array()));
    try (DataLoader loader =
        Volumes.open(folder, "modalities=/t1.nii,/t2.nii.gz", "normalize=max")) {
      assertThat(DataLoaders.ids(loader)).containsExactly("s1");
      Tensor t = DataLoaders.tensor(loader, 0);
      assertThat(t.shape()).isEqualTo(Shape.of(1, 2, 2, 2, 2));
      assertThat(t.toFloats()[15]).isEqualTo(1f);
      assertThat(t.toFloats()[7]).isEqualTo(1f);
    }
    assertThatThrownBy(() -> Volumes.open(folder, "modalities=/t1.nii,/flair.nii"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no file 's1/flair.nii'");
    Volumes.write(folder, "s1/t2.nii.gz", 2, 2, 3);
    try (DataLoader loader = Volumes.open(folder, "modalities=/t1.nii,/t2.nii.gz")) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("'t2.nii.gz' has 2x2x3 voxels, the first volume 2x2x2");
    }
  }

  @Test
  void patchesCoverTheVolume() {
    Path file = Volumes.write(folder, "v.nii", 5, 4, 3);
    try (DataLoader whole = Volumes.open(file);
        DataLoader loader = Volumes.open(file, "patch=2x2x3", "stride=2x2x3")) {
      assertThat(loader.size()).isEqualTo(3 * 2);
      float[] all = Volumes.values(whole, 0);
      int[] starts = {0, 2, 3};
      for (int p = 0; p < 6; p++) {
        float[] patch = Volumes.values(loader, p);
        for (int i = 0; i < 12; i++) {
          int d = starts[p / 2] + i / 6;
          int h = p % 2 * 2 + i / 3 % 2;
          assertThat(patch[i]).isEqualTo(all[(d * 4 + h) * 3 + i % 3]);
        }
      }
    }
    assertThatThrownBy(() -> Volumes.open(file, "patch=9x1x1", "on-error=fail"))
        .hasMessageContaining("patch 0:9x0:1x0:1 does not lie in its 5x4x3 voxels");
    assertThatThrownBy(() -> Volumes.open(file, "patch=9x1")).hasMessageContaining("must be DxHxW");
    assertThatThrownBy(() -> Volumes.open(file, "stride=1x1x1")).hasMessageContaining("give patch");
  }

  @Test
  void slabsLieInWhatCropKeeps() {
    Path file = Volumes.write(folder, "v.nii", 6, 4, 3);
    try (DataLoader whole = Volumes.open(file);
        DataLoader loader =
            Volumes.open(file, "crop=1:5x0:4x0:3", "slabs=0:1x1:3x0:2,3:4x0:1x2:3")) {
      assertThat(DataLoaders.ids(loader)).containsExactly("v.nii#0", "v.nii#1");
      float[] all = Volumes.values(whole, 0);
      assertThat(Volumes.values(loader, 0)).containsExactly(all[15], all[16], all[18], all[19]);
      assertThat(Volumes.values(loader, 1)).containsExactly(all[(4 * 4) * 3 + 2]);
    }
    try (DataLoader middle = Volumes.open(file, "crop=2x2x1")) {
      assertThat(Volumes.values(middle, 0)[0]).isEqualTo(2 + 6 * 1 + 24 * 1);
    }
    try (DataLoader loader = Volumes.open(file, "slabs=0:7x0:1x0:1")) {
      assertThatThrownBy(() -> loader.get(0))
          .hasMessageContaining("slabs 0:7x0:1x0:1 does not lie in its 6x4x3");
    }
    assertThatThrownBy(() -> Volumes.open(file, "slabs=3:2x0:1x0:1"))
        .hasMessageContaining("behind its first");
    assertThatThrownBy(() -> Volumes.open(file, "slabs=1-2")).hasMessageContaining("FIRST:END");
  }

  @Test
  void valuesAreWindowedAndNormalized() {
    Path file = Volumes.write(folder, "v.nii", 4, 1, 1);
    try (DataLoader loader = Volumes.open(file, "window=1.5,2")) {
      assertThat(Volumes.values(loader, 0)).containsExactly(0, 0.25f, 0.75f, 1);
    }
    try (DataLoader loader = Volumes.open(file, "normalize=range")) {
      assertThat(Volumes.values(loader, 0)).containsExactly(0, 1 / 3f, 2 / 3f, 1);
    }
    Offset<Float> close = Offset.offset(1e-6f);
    try (DataLoader loader = Volumes.open(file, "normalize=z-score")) {
      float d = (float) Math.sqrt(1.25);
      assertThat(Volumes.values(loader, 0))
          .containsExactly(new float[] {-1.5f / d, -0.5f / d, 0.5f / d, 1.5f / d}, close);
    }
    try (DataLoader loader = Volumes.open(file, "normalize=z-score-nonzero")) {
      float d = (float) Math.sqrt(2 / 3.0);
      assertThat(Volumes.values(loader, 0))
          .containsExactly(new float[] {0, -1 / d, 0, 1 / d}, close);
    }
    assertThatThrownBy(() -> Volumes.open(file, "window=1,0")).hasMessageContaining("CENTER,WIDTH");
  }

  @Test
  void masksAreCutTheSameWay() {
    Volumes.write(folder, "a.nii", 4, 4, 4);
    Volumes.write(folder, "a_seg.nii.gz", Volumes.gzip(Volumes.nifti(4, 4, 4).array()));
    try (DataLoader loader =
            Volumes.open(folder, "mask-suffix=_seg.nii.gz", "crop=1:4x0:4x0:4", "mask-border=1");
        Sample s = loader.get(0)) {
      assertThat(loader.size()).isEqualTo(1);
      Mask mask = (Mask) s.annotation().orElseThrow();
      assertThat(mask.classes().shape()).isEqualTo(Shape.of(3, 4, 4));
      float[] image = s.data().get(Sample.ONLY_INPUT).toFloats();
      for (int i = 0; i < 48; i++) {
        int h = i / 4 % 4;
        boolean inside = i / 16 == 1 && h % 3 != 0 && i % 4 % 3 != 0;
        assertThat(mask.classes().bytes().asIntBuffer().get(i))
            .isEqualTo(inside ? (int) image[i] : 255);
      }
    }
    assertThatThrownBy(() -> Volumes.open(folder, "mask-suffix=_none.nii"))
        .hasMessageContaining("has no file 'a_none.nii'");
    assertThatThrownBy(() -> Volumes.open(folder, "masks=" + folder.resolve("nowhere")))
        .hasMessageContaining("neither a file nor a folder");
  }

  @Test
  void anUnreadableVolumeIsOneSampleThatCanBeSkipped() {
    Volumes.write(folder, "a.nii", 2, 2, 2);
    Volumes.write(folder, "b.nii", new byte[100]);
    try (DataLoader loader = Volumes.open(folder, "patch=1x2x2")) {
      assertThat(loader.size()).isEqualTo(3);
      assertThatThrownBy(() -> loader.get(2))
          .isInstanceOfSatisfying(
              UnreadableSampleException.class, e -> assertThat(e.skippable()).isTrue())
          .hasMessageContaining("b.nii");
    }
  }

  @Test
  void fingerprintsFollowTheContent() throws IOException {
    Path file = Volumes.write(folder, "v.nii", 2, 2, 2);
    try (DataLoader loader = Volumes.open(file)) {
      String before = loader.fingerprint(0).orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
      assertThat(loader.fingerprint(0).orElseThrow()).isNotEqualTo(before);
      Files.delete(file);
      assertThat(loader.fingerprint(0)).isEmpty();
    }
  }

  /** Calibration of a network that sees 128 voxels: six slabs around those that are scored. */
  @Test
  void slabsOfARealHead() throws IOException {
    Path file = Volumes.data("volume3d/t1_crop.nii.gz");
    String slabs =
        "slabs=24:88x64:192x64:192,168:232x64:192x64:192,64:192x24:88x64:192,"
            + "64:192x168:232x64:192,64:192x64:192x24:88,64:192x64:192x168:232";
    ByteBuffer voxels;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] all = in.readAllBytes();
      voxels = ByteBuffer.wrap(all, all.length - (1 << 24), 1 << 24).slice();
    }
    int largest = 0;
    for (int i = 0; i < 1 << 24; i++) {
      largest = Math.max(largest, voxels.get(i) & 0xFF);
    }
    int[][] starts = {
      {24, 64, 64}, {168, 64, 64}, {64, 24, 64}, {64, 168, 64}, {64, 64, 24}, {64, 64, 168}
    };
    try (DataLoader loader = Volumes.open(file, "normalize=max", slabs)) {
      assertThat(loader.size()).isEqualTo(6);
      for (int s = 0; s < 6; s++) {
        Tensor t = DataLoaders.tensor(loader, s);
        long[] size = {1, 1, 128, 128, 128};
        size[2 + s / 2] = 64;
        assertThat(t.shape()).isEqualTo(Shape.of(size));
        int h = (int) size[3];
        int w = (int) size[4];
        float[] values = t.toFloats();
        for (int i = 0; i < values.length; i += 997) {
          int x = starts[s][0] + i / (h * w);
          int y = starts[s][1] + i / w % h;
          int z = starts[s][2] + i % w;
          int v = voxels.get((z * 256 + y) * 256 + x) & 0xFF;
          assertThat(values[i]).isEqualTo(v / (float) largest);
        }
      }
    }
  }
}
