package org.octet.dataloaders.volume.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.testing.FuzzCampaign;

/**
 * Files that are no volumes are refused with place and reason, within bounds of memory and time.
 */
class DamagedVolumeTest {
  private static final List<String> WORDS =
      List.of(
          "\\x5c\\x01\\x00\\x00",
          "\\x00\\x00\\x01\\x5c",
          "\\x1c\\x02\\x00\\x00",
          "n+1\\x00",
          "n+2\\x00",
          "\\xff\\xff\\xff\\x7f",
          "\\x00\\x00\\xc0\\x7f",
          "\\x1f\\x8b\\x08\\x00");

  @TempDir Path folder;

  private void refused(byte[] bytes, String reason, String... parameters) {
    Path file = Volumes.write(folder, "v.nii", bytes);
    assertThatThrownBy(() -> Volumes.open(file, parameters).get(0).close())
        .isInstanceOf(UnreadableSampleException.class)
        .hasMessageContaining("'v.nii'")
        .hasMessageContaining(reason);
  }

  private void changed(String reason, Consumer<ByteBuffer> change) {
    ByteBuffer file = Volumes.nifti(3, 4, 5);
    change.accept(file);
    refused(file.array(), reason);
    refused(Volumes.gzip(file.array()), reason, "patch=1x1x1");
  }

  @Test
  void everyPrefixIsTruncated() {
    byte[] whole = Volumes.nifti(2, 3, 2).array();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "");
    }
    refused(Arrays.copyOf(whole, whole.length - 1), "truncated: the volume has 23 bytes");
    byte[] packed = Volumes.gzip(whole);
    for (int length = 0; length < packed.length; length++) {
      refused(Arrays.copyOf(packed, length), "");
    }
  }

  @Test
  void aPackedFileIsCheckedByItsChecksum() {
    byte[] packed = Volumes.gzip(Volumes.nifti(2, 3, 2).array());
    packed[packed.length - 6] ^= 1;
    refused(packed, "GZIP");
  }

  @Test
  void absurdHeaders() {
    changed("no NIfTI file", b -> b.putInt(0, 349));
    changed("pair of .hdr and .img", b -> b.put(345, (byte) 'i'));
    changed("data type 128", b -> b.putShort(70, (short) 128));
    changed("0 axes", b -> b.putShort(40, (short) 0));
    changed("axes", b -> b.putShort(40, (short) 8));
    changed("extent -4 of axis 2", b -> b.putShort(44, (short) -4));
    changed(
        "at most 268435456 voxels", b -> b.putShort(42, (short) 32767).putShort(44, (short) 32767));
    changed("from byte 10", b -> b.putFloat(108, 10));
    changed("from byte", b -> b.putFloat(108, 1e20f));
    changed("from byte 0", b -> b.putFloat(108, Float.NaN));
    changed(
        "orientation has the number NaN", b -> b.putShort(254, (short) 1).putFloat(284, Float.NaN));
    changed("axis 0 the spacing 0.0", b -> b.putShort(254, (short) 1));
  }

  /** Two kilobytes that promise half a gigabyte. */
  @Test
  void whatIsPromisedIsNotBelieved() {
    ByteBuffer file = Volumes.nifti(3, 4, 5);
    file.putShort(42, (short) 1024).putShort(44, (short) 1024).putShort(46, (short) 256);
    refused(file.array(), "its header says 536870912");
    refused(Volumes.gzip(file.array()), "truncated");
  }

  /** What follows the volume is not unpacked. */
  @Test
  void aBombBehindTheVolumeIsLeftAlone() {
    byte[] file = Volumes.nifti(2, 2, 2).array();
    byte[] packed = Volumes.gzip(Arrays.copyOf(file, 64 << 20));
    Path bomb = Volumes.write(folder, "v.nii.gz", packed);
    assertThat(Volumes.values(Volumes.open(bomb), 0)).hasSize(8);
  }

  @Test
  void patchesWithoutNumberAreRefused() {
    byte[] file = Volumes.nifti(50, 50, 50).array();
    refused(file, "more than 65536 patches", "patch=1x1x1");
  }

  @Test
  void resamplingHasBounds() {
    byte[] file = Volumes.nifti(50, 50, 50).array();
    refused(file, "more than 268435456 voxels", "spacing=0.0001,1,1");
    refused(file, "more than 268435456 voxels", "spacing=1e-300,1e-300,1");
  }

  @Test
  void anyFileIsReadOrRefused() throws Exception {
    clean(10_000);
  }

  @Tag("full")
  @Test
  void aMillionFilesAreReadOrRefused() throws Exception {
    clean(1_000_000);
  }

  private void clean(int runs) throws Exception {
    byte[] one = Volumes.nifti(3, 4, 2).array();
    Map<String, byte[]> seeds =
        Map.of("one", one, "packed", Volumes.gzip(one), "two", fixture("i2_nifti2_little.nii"));
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, NiftiFuzzTarget.class, runs, WORDS).run(seeds, Map.of());
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }

  private static byte[] fixture(String name) throws IOException {
    return Files.readAllBytes(Volumes.fixture(name));
  }
}
